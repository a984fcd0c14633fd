// The screens after the first. They arrive while the customer reads that one, and a browser keeps them.
import { Accounts } from "./accounts.js";
import { Banks } from "./banks.js";
import { Closed, Failed, Over, Refused, Success } from "./ends.js";
import { Otp, Question, Redirect, SignIn, Waiting } from "./signin.js";
import { arrived } from "./widget.js";

arrived({
  banks: Banks,
  signin: SignIn,
  otp: Otp,
  question: Question,
  redirect: Redirect,
  waiting: Waiting,
  accounts: Accounts,
  success: Success,
  failed: Failed,
  over: Over,
  refused: Refused,
  closed: Closed,
});
