"""Jobs, locks and queues that tables stand for."""
