"""The register of boards that a user keeps: read from published lists, and looked up when a report is checked."""
