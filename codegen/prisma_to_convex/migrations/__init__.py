"""What only the migrations hold: texts of SQL -> what stands in the database when all of them have run."""
