"""Forms of the rulebook."""
