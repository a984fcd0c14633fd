/// What connectors over HTTP share, so that each is its bank's facts and little else: one client that keeps deadlines,
/// failures classed by what a bank answered, links between pages followed with care, amounts and dates as banks write
/// them.
///
/// None of it knows a bank. What a bank sends is believed only as far as it was understood, and appears in no message:
/// failures name the bank and a status, nothing else.
package org.openbalance.bank.http;
