"""Notices in everybody's inbox, digests by mail, reminders, and the secret calendar addresses."""
