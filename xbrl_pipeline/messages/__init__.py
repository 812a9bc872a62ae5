"""Every sentence a user can read, in Dutch and English, by code."""
