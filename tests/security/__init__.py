"""What an attacker would try first (THREATS.md A and B), against the real app and against its services."""
