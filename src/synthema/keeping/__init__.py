"""Backup and restore of a whole house, safe while people work, and a backup before every upgrade."""
