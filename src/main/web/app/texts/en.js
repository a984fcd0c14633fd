// Every word of the widget and of the customer's page, in English. Another language is one more file like this one.
/** @typedef {typeof texts} Texts */

const texts = {
  language: "en",
  secured: "Secured by OpenBalance",
  loading: "Opening a secure connection…",
  back: "Back",
  close: "Close",
  cancel: "Cancel",
  stage: /** @param {number} at @param {number} of */ (at, of) => `Step ${at} of ${of}`,

  welcome: {
    title: /** @param {string} company */ (company) => `${company} asks to connect to your bank`,
    lead: "You choose the bank and the accounts. Here is what is asked for, and why.",
    asked: "What will be read",
    optional: "Optional. Tick it if you want to share this too.",
    terms: "How it works",
    until: /** @param {string} day */ (day) => `Until ${day}, and no longer`,
    revoke: "End it whenever you like, with the link on your receipt",
    login: "Your bank login is used once and never stored",
    words: "What you agree to",
    agree: "Agree and continue",
    proceed: "Continue",
    decline: "No, thanks",
  },
  scopes: { auth: "Account details", balance: "Balances", identity: "Identity", income: "Income", transactions: "Transactions" },

  banks: {
    title: "Choose your bank",
    search: "Search for your bank",
    found: /** @param {number} count */ (count) => (count === 1 ? "1 bank" : `${count} banks`),
    looking: "Searching…",
    first: /** @param {number} count @param {number} total */ (count, total) =>
      `The first ${count} of ${total.toLocaleString("en")} banks. Type a part of the name.`,
    country: "Country",
    everywhere: "All countries",
    none: /** @param {string} search */ (search) => `No bank is called “${search}”. Try a shorter part of its name.`,
    empty: "No bank offers all that was asked for.",
    unconnected: "No bank can be linked here yet. Please tell the company that sent you here: it is not connected to any bank.",
    corporate: "For firms",
    down: "Not reachable right now",
    slow: "Slow right now",
  },

  signin: {
    title: /** @param {string} bank */ (bank) => `Sign in to ${bank}`,
    lead: "What you type is used once, to sign in at your bank, and never stored.",
    submit: "Sign in",
    show: "Show password",
    hide: "Hide password",
    missing: /** @param {string} label */ (label) => `${label} is missing.`,
    wrong: "That user name and password do not belong together. Check both and try again.",
    fields: /** @type {Record<string, string>} */ ({ username: "User name", password: "Password", company_id: "Company ID" }),
  },

  otp: {
    title: "Enter your one-time code",
    lead: /** @param {string} bank */ (bank) => `${bank} sent it to you just now.`,
    label: /** @param {number} length */ (length) => `Code of ${length} digits`,
    submit: "Confirm",
    short: /** @param {number} length */ (length) => `The code has ${length} digits.`,
    wrong: "That code is not right. Look at the newest message from your bank and try again.",
  },

  question: {
    title: "Your security question",
    lead: /** @param {string} bank */ (bank) => `${bank} wants to be sure that it is you.`,
    label: "Your answer",
    submit: "Confirm",
    missing: "The answer is missing.",
    wrong: "That is not the answer your bank knows. Mind the spelling and try again.",
  },

  redirect: {
    title: /** @param {string} bank */ (bank) => `Sign in on ${bank}’s own page`,
    lead: /** @param {string} bank */ (bank) =>
      `${bank} opens in a new tab. Approve there, then come back: this page goes on by itself.`,
    leave: /** @param {string} bank */ (bank) => `${bank} opens now. Approve there, and it leads you back here.`,
    go: /** @param {string} bank */ (bank) => `Continue to ${bank}`,
    waiting: "Waiting for you to come back…",
    code: "Code from the page after your bank",
    submit: "Go on",
    wrong: "That is not the code that the page shows.",
    anew: "Begin this sign-in again",
  },

  waiting: {
    title: "One moment",
    signin: /** @param {string} bank */ (bank) => `Signing in to ${bank}…`,
    check: /** @param {string} bank */ (bank) => `${bank} is checking…`,
    link: "Linking your accounts…",
    long: "This takes longer than usual. You can go on waiting, or cancel: nothing is linked yet.",
  },

  accounts: {
    title: "Choose what to share",
    lead: /** @param {string} company */ (company) => `${company} sees the accounts you tick, and no other.`,
    one: "Choose the account to share.",
    legend: "Your accounts",
    all: "Select all",
    none: "Select none",
    chosen: /** @param {number} count @param {number} most @param {number} of */ (count, most, of) =>
      most < of ? `${count} selected, ${most} at most` : `${count} of ${of} selected`,
    submit: /** @param {number} count */ (count) =>
      count < 2 ? "Share this account" : `Share ${count} accounts`,
    missing: "Choose at least one account.",
    tooMany: /** @param {number} most */ (most) => `Choose ${most} at most.`,
    types: /** @type {Record<string, string>} */ ({ savings: "Savings", current: "Current", domiciliary: "Domiciliary" }),
  },

  success: {
    title: "You are connected",
    lead: /** @param {string} company @param {string} bank */ (company, bank) =>
      `${company} can now see what you shared at ${bank}.`,
    shared: "Shared",
    keep: "Keep your receipt",
    keepLead: "It says what you agreed to. Its link is where you end it.",
    receipt: "Open receipt",
    copy: "Copy link",
    copied: "Copied",
    done: "Done",
    back: /** @param {string} company */ (company) => `Back to ${company}`,
  },

  failed: {
    again: "Try again",
    other: "Choose another bank",
    BAD_CREDENTIALS: { title: "Your bank did not accept the sign-in", text: "Check your user name and password and try again." },
    BAD_ANSWER: {
      title: "Too many wrong answers",
      text: "To keep your account safe, this sign-in has ended. Begin again when you have a new code or the right answer at hand.",
    },
    LOCKED: {
      title: "Your bank has locked this login",
      text: "Unlock it in your bank’s app, or call the number on your card. Then come back and try again.",
    },
    BANK_DOWN: {
      title: "Your bank cannot be reached",
      text: "This is no fault of yours. Try again in a few minutes, or choose another bank.",
    },
    BANK_SLOW: { title: "Your bank takes too long", text: "It did not answer in time. Try again; it often works at the second go." },
    EXPIRED: { title: "The sign-in ran out of time", text: "Your bank ended it. Begin again." },
    CANCELLED: { title: "You did not approve", text: "Nothing was shared. You can begin again, or choose another bank." },
    UNSUPPORTED: {
      title: "There is nothing to share here",
      text: "This login shows no account that can be shared. Try another login or another bank.",
    },
    OFFLINE: { title: "You seem to be offline", text: "Check your connection and try again. Nothing is lost." },
    RATE_LIMIT: { title: "A little slower, please", text: "There were too many tries in a short time. Wait a minute, then go on." },
    wait: /** @param {number} minutes */ (minutes) =>
      minutes < 2 ? "There were too many tries. Wait a minute, then try again." : `There were too many tries. Try again in ${minutes} minutes.`,
    OTHER: { title: "Something went wrong", text: "It is our fault, not yours. Try again in a moment." },
  },

  broken: "This screen cannot be shown. Update your browser, or use another one.",

  over: {
    title: "This session is over",
    text: "For your safety it lasts 30 minutes. Nothing was shared. You can start again.",
    again: "Start again",
  },
  ending: {
    text: /** @param {number} minutes */ (minutes) =>
      minutes < 2 ? "This session ends in less than 2 minutes." : `This session ends in ${minutes} minutes.`,
    again: "Start again",
  },
  refused: {
    title: "This page cannot be opened here",
    ORIGIN: "The website that opened it is not registered for it. Nothing was shared. Tell the company if you think it should work.",
    SETUP: "The website that opened it has not set it up right. Nothing was shared. Tell the company, with this message:",
    ALONE: "It opens from the page of a company that you deal with. Go back there and begin again.",
  },
  closed: { title: "You are done here", text: "You can close this page." },
  leave: {
    title: "Leave without sharing?",
    text: "Nothing has been shared yet. What you have entered will be forgotten.",
    stay: "Stay",
    go: "Leave",
  },

  mine: {
    page: "Your consent",
    loading: "Fetching your consent…",
    lost: "Open this page with the link on your receipt.",
    unknown: "No consent stands behind this link. Check that you have copied all of it from your receipt.",
    title: /** @param {string} company */ (company) => `What you share with ${company}`,
    granted: "In force",
    revoked: "Ended",
    expired: "Expired",
    grantedText: /** @param {string} day */ (day) => `Until ${day}. You can end it at any time.`,
    revokedText: /** @param {string} day */ (day) => `You are no longer sharing. Reading stopped on ${day}.`,
    expiredText: /** @param {string} day */ (day) => `It ran out on ${day}. Nothing is read any more.`,
    revokedHere: /** @param {string} day */ (day) => `You ended it on ${day}.`,
    expiredHere: /** @param {string} day */ (day) => `It ran out on ${day}.`,
    elsewhere: /** @param {number} accounts */ (accounts) => accounts === 1
      ? "One of these accounts was linked again: it is still read, under the newer consent you gave then. To stop that too, open the link on that receipt."
      : `${accounts} of these accounts were linked again: they are still read, under the newer consent you gave then. To stop that too, open the link on that receipt.`,
    endedHere: "Done. This consent has ended; the newer one has not.",
    company: "Company",
    bank: "Bank",
    accounts: "Accounts",
    noAccounts: "None yet",
    since: "Agreed on",
    lastRead: "Last read",
    neverRead: "Not yet",
    scopes: "What is read, and why",
    words: "What you agreed to",
    number: "Consent number",
    end: "End this consent",
    sure: /** @param {string} company */ (company) => `${company} will no longer be able to read these accounts. This cannot be undone; you can share anew at any time.`,
    yes: "Yes, end it",
    keep: "Keep it",
    ended: "Done. Nothing is read any more.",
  },
};

export default texts;
