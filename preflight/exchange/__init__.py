"""Files in and out beside Streamlit: orders and their tickets, the process that makes the files, what is brought in."""
