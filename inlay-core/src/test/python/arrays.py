"""What the scripts beside this one share: arrays as the recorded cases write them."""

import json

import numpy as np


def array(value):
    """{"shape": …, "dtype": …, "data": …}, floats with the digits that a float32 has."""
    value = np.asarray(value)
    if value.dtype == np.float64:
        value = value.astype("float32")
    data = [
        number(v) if value.dtype == np.float32 else v.item()
        for v in value.reshape(-1)
    ]
    return {"shape": list(value.shape), "dtype": str(value.dtype), "data": data}


def number(value):
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return float(np.format_float_positional(np.float32(value), unique=True))


def write(path, about, cases):
    """Writes cases to a file, one a line."""
    with open(path, "w") as file:
        file.write("{\n" + '"about": ' + json.dumps(about) + ',\n"cases": [\n')
        file.write(",\n".join(json.dumps(case) for case in cases))
        file.write("\n]}\n")
    print(f"{len(cases)} cases in {path}")
