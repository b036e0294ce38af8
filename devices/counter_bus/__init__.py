"""Call pads (呼叫器) and evaluators (评价器) on one line: frames, key maps, simulated side."""
