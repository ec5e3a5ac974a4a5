"""Mail comes in: `watch` takes it out of the mailbox, `sort` finds whose it is and what it asks."""
