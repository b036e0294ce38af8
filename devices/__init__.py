"""Bytes and cables of the hall's hardware. It knows no ticket and imports nothing of ours.

What a program uses: ``port.open_port`` (a cable by its address), ``line.Line`` (one bus of pads, evaluators
and LED bars), ``ticket_printer.driver.TicketPrinter``, ``code_scanner.driver.CodeScanner``,
``badge_reader.driver.BadgeReader``, ``badge_reader.osdp_reader.OsdpLine``,
``id_card_reader.driver.IdCardReader``, and for halls without hardware ``memory_port.MemoryCable`` with
``simulated_bus.SimulatedBus``.
"""
