"""What every room stands on: child processes, zips, XML and YAML within limits, files that appear whole."""
