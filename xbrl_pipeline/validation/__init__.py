"""Engine records to findings with cause, cells and advice; the verdict."""
