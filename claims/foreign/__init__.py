"""Cases made from what others write: ClaimReview, AVeriTeC, spreadsheets. Bytes in, a case as a case file would say it out; nothing is stored."""
