"""The annual account for who reads it: from an instance and its taxonomy alone, as a page, a PDF or Inline XBRL."""
