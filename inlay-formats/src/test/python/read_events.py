"""Reads a folder of event files as TensorBoard does and prints what it finds, the graph's names last.

python read_events.py logs/train     (needs tensorboard)
"""

import sys

from tensorboard.backend.event_processing import event_accumulator

events = event_accumulator.EventAccumulator(
    sys.argv[1], size_guidance={event_accumulator.TENSORS: 0})
events.Reload()
for tag in events.Tags()["tensors"]:
    print(tag, len(events.Tensors(tag)))
if events.Tags()["graph"]:
    nodes = events.Graph().node
    names = {node.name for node in nodes}
    assert len(names) == len(nodes), "names are unique"
    for node in nodes:
        missing = [name for name in node.input if name not in names]
        assert not missing, f"{node.name} reads {missing}"
        print(node.name, node.op, *node.input)
