//! What an attacker tries, row by row.
