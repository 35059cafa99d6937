"""Files of application code: which of them are read, and each as a syntax tree."""
