package org.openbalance.api;

/// A part of an answer of our own operations: a record that Jackson writes, each component under its name in
/// snake case, `null` where nothing is known.
///
/// Every implementation is registered for reflection, which a native image would not guess; a test holds it to that.
/// Answers of the old contract stay trees: their keys follow no rule.
public interface AnswerBody {}
