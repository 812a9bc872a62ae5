"""Our own template as a plan: its codes found again, its cells walked, and what has become of it."""
