"""Writes the small binary tables of this folder with programs that are not ours.

Run by hand (the tests need only the files): pip install pandas pyreadstat openpyxl; python make-files.py
"""

import datetime

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat

long_text = "Grüße, ordentlich lang – " * 24

rows = 12
frame = pd.DataFrame(
    {
        "id": np.arange(101.0, 101.0 + rows),
        "größe": [3, 1, 4, 1, 5, 2, 2, 4, 3, 5, 1, np.nan],
        "q2": [2, 1, 5, 2, 4, 2, 1, 4, 3, 5, 2, 3],
        "q3_with_a_long_name": [3.25, 1.5, 4.75, -1, 5e5, 2, 2.5, 99, 3, 1e-7, 1, 3],
        "text": ["", "a", "naïve", long_text, "x y", "1,5", "=2", "日本", "e", "f", "g", "h"],
        "answered": pd.to_datetime([f"2026-03-{day:02d} 10:30" for day in range(1, rows + 1)]),
    }
)
kinds = {
    "plain.sav": {},
    "coded.sav": {"row_compress": True},
    "packed.zsav": {"compress": True},
}
for name, how in kinds.items():
    pyreadstat.write_sav(
        frame,
        name,
        missing_ranges={"q2": [5], "q3_with_a_long_name": [{"lo": 90, "hi": 99}]},
        variable_value_labels={"größe": {1: "never", 5: "always"}},
        column_labels={"größe": "How tall?"},
        **how,
    )

aside = pd.DataFrame(
    {
        "word": ["care", "n/a", "none", "truth", "care", "none"],
        "clock": [datetime.time(3, minute, 30) for minute in range(6)],
        "filter_$": [1, 0, 1, 1, 0, 1],
        "q1": [3, 1, 4, 1, 5, 2],
        "q2": [2, 1, 5, 2, 4, 2],
    }
)
pyreadstat.write_sav(aside, "aside.sav", missing_ranges={"word": ["n/a", "none"]})


book = openpyxl.Workbook()
first = book.active
first.title = "Notes"
sheet = book.create_sheet("Wave 1")
first["A1"] = None
sheet.append(["Exported on 3 March", None, None, None, None, None])
sheet.append([])
sheet.append(["id", "größe", "q2", "mark", "ok", "when"])
for i in range(10):
    sheet.append(
        [
            i + 1,
            [3, 1, 4, 1, 5, 2, 2, 4, 3, 5][i],
            [1.635, 812, 2.5, 3, 4, 5, 6, 7, 8, 9][i],
            ["0,5", "1,25", "-2,5", "3,0", "NA", "1,1", "2,2", "0,75", "4,0", "5,5"][i],
            i % 2 == 0,
            datetime.datetime(2026, 3, 1 + i, 10, 30),
        ]
    )
sheet["B6"] = "#N/A"
other = book.create_sheet("Wave 2")
other.append(["a", "b"])
other.append([1, 2])
book.save("book.xlsx")
