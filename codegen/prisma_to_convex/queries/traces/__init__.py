"""What an application asked at run time: recorded, read, and joined with its code."""
