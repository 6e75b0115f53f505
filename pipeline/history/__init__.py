"""What several documents together tell of pay: ``pay_history``, and ``increases`` of each document.

``pay_history`` has a row for each printed amount with an operative date. The rules, in this order:

1. *Line.* Amounts follow each other in time where they are of one class, bargaining unit, component,
   step and pay period. A class is the same in two documents when its code is (its title, where there
   is no code) and so is the employer; where a document names none, the titles must agree.
2. *End.* An amount is paid up to the day before the next operative date of its line, in whichever
   document that stands; open (null) while nothing follows.
3. *Conditions.* A table printed under a condition ("for illustration only", "if the measure fails")
   never ends one printed without. It ends itself with the next table of any kind.
4. *Overlap.* Where several documents tell a line for the same day, the later one governs: the later
   term (first operative date where no term is known), then the longer one, then the better text (a
   text layer, text, a mixture, OCR). The others stay, with ``superseded_by`` naming the amount that
   governs; under rule 3 nothing conditional supersedes what is not. Tables of one document never
   supersede each other: two alternatives for one day both stand, each with its condition.

So ``superseded_by is null and condition is null`` with a day between ``valid_from`` and ``valid_to``
is what was paid that day, as the documents of the set know it.
"""
