"""Units, positions, employees, reporting lines, accounts and sign-in."""
