"""Facts to XBRL 2.1 XML by the NT filing rules."""
