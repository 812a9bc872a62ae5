"""The review workbook: what is asked and proposed, for a person to answer in Excel, and the answers read back."""
