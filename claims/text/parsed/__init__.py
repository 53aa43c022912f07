"""The second layer of the reader: reports found in parsed sentences, beside the rules of claims.text.reported. Pure: who parses is handed in."""
