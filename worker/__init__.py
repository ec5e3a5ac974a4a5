"""The only place that knows everything: settings, wiring, servers, the command line."""
