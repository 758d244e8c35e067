"""Claims → Scripts: what a story tells (`brief`), the station's own words (`phrases`), and a writer a file."""
