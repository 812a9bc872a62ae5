"""Reports and findings to HTML, XLSX, JUnit and lines of JSON."""
