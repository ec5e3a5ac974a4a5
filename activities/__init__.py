"""Where the program touches the world: one verb each, safe to repeat."""
