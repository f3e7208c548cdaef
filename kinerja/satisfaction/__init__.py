"""Citizens' voice: services and counters, one-tap ratings, the official survey and its index."""
