"""Why an amount is believed or doubted: where it stands, what it was checked against, what is proposed.

A consumer of published sets, beside the stages: it reads what ``mou extract`` published, and the
source document for pictures.
"""
