"""What was named on the command line, read once: workbooks, instances, their mappings and taxonomies."""
