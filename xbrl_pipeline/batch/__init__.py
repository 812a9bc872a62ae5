"""Many files: plan, progress, resume."""
