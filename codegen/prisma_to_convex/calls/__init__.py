"""What application code asks of Prisma Client, as frozen records: nobody who reads them sees a syntax tree."""
