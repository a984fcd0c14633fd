// Tous les mots du widget et de la page du client, en français.
/** @type {import("./en.js").Texts} */
const texts = {
  language: "fr",
  secured: "Sécurisé par OpenBalance",
  loading: "Ouverture d’une connexion sécurisée…",
  back: "Retour",
  close: "Fermer",
  cancel: "Annuler",
  stage: (at, of) => `Étape ${at} sur ${of}`,

  welcome: {
    title: (company) => `${company} souhaite se connecter à votre banque`,
    lead: "Vous choisissez la banque et les comptes. Voici ce qui est demandé, et pourquoi.",
    asked: "Ce qui sera lu",
    optional: "Facultatif. Cochez la case si vous voulez le partager aussi.",
    terms: "Comment ça marche",
    until: (day) => `Jusqu’au ${day}, pas au-delà`,
    revoke: "Mettez-y fin quand vous voulez, avec le lien de votre reçu",
    login: "Vos identifiants bancaires servent une fois et ne sont jamais conservés",
    words: "Ce que vous acceptez",
    agree: "Accepter et continuer",
    proceed: "Continuer",
    decline: "Non, merci",
  },
  scopes: { auth: "Détails des comptes", balance: "Soldes", identity: "Identité", income: "Revenus", transactions: "Opérations" },

  banks: {
    title: "Choisissez votre banque",
    search: "Rechercher votre banque",
    found: (count) => (count < 2 ? `${count} banque` : `${count} banques`),
    looking: "Recherche…",
    first: (count, total) =>
      `Les ${count} premières de ${total.toLocaleString("fr")} banques. Saisissez une partie du nom.`,
    country: "Pays",
    everywhere: "Tous les pays",
    none: (search) => `Aucune banque ne s’appelle « ${search} ». Essayez une partie plus courte du nom.`,
    empty: "Aucune banque ne propose tout ce qui est demandé.",
    unconnected: "Aucune banque ne peut encore être reliée ici. Signalez-le à l’entreprise qui vous envoie : elle n’est connectée à aucune banque.",
    corporate: "Entreprises",
    down: "Injoignable en ce moment",
    slow: "Lente en ce moment",
  },

  signin: {
    title: (bank) => `Connexion à ${bank}`,
    lead: "Ce que vous saisissez sert une seule fois, à vous connecter à votre banque, et n’est jamais conservé.",
    submit: "Se connecter",
    show: "Afficher le mot de passe",
    hide: "Masquer le mot de passe",
    missing: (label) => `Champ à remplir : ${label}.`,
    wrong: "Cet identifiant et ce mot de passe ne vont pas ensemble. Vérifiez-les et réessayez.",
    fields: { username: "Identifiant", password: "Mot de passe", company_id: "Numéro d’entreprise" },
  },

  otp: {
    title: "Saisissez votre code à usage unique",
    lead: (bank) => `${bank} vient de vous l’envoyer.`,
    label: (length) => `Code à ${length} chiffres`,
    submit: "Confirmer",
    short: (length) => `Le code a ${length} chiffres.`,
    wrong: "Ce code n’est pas bon. Regardez le dernier message de votre banque et réessayez.",
  },

  question: {
    title: "Votre question de sécurité",
    lead: (bank) => `${bank} veut s’assurer que c’est bien vous.`,
    label: "Votre réponse",
    submit: "Confirmer",
    missing: "La réponse manque.",
    wrong: "Ce n’est pas la réponse que votre banque connaît. Vérifiez l’orthographe et réessayez.",
  },

  redirect: {
    title: (bank) => `Connectez-vous sur la page de ${bank}`,
    lead: (bank) => `${bank} s’ouvre dans un nouvel onglet. Donnez votre accord puis revenez : cette page continue d’elle-même.`,
    leave: (bank) => `${bank} va s’ouvrir. Donnez-y votre accord : vous reviendrez ici.`,
    go: (bank) => `Continuer vers ${bank}`,
    waiting: "En attente de votre retour…",
    code: "Code affiché par la page qui suit votre banque",
    submit: "Continuer",
    wrong: "Ce n’est pas le code que la page affiche.",
    anew: "Recommencer cette connexion",
  },

  waiting: {
    title: "Un instant",
    signin: (bank) => `Connexion à ${bank}…`,
    check: (bank) => `${bank} vérifie…`,
    link: "Liaison de vos comptes…",
    long: "C’est plus long que d’habitude. Vous pouvez attendre, ou annuler : rien n’est encore lié.",
  },

  accounts: {
    title: "Choisissez ce que vous partagez",
    lead: (company) => `${company} voit les comptes que vous cochez, et aucun autre.`,
    one: "Choisissez le compte à partager.",
    legend: "Vos comptes",
    all: "Tout sélectionner",
    none: "Tout désélectionner",
    chosen: (count, most, of) => (most < of ? `${count} choisi(s), ${most} au plus` : `${count} sur ${of}`),
    submit: (count) => (count < 2 ? "Partager ce compte" : `Partager ${count} comptes`),
    missing: "Choisissez au moins un compte.",
    tooMany: (most) => `Choisissez-en ${most} au plus.`,
    types: { savings: "Épargne", current: "Courant", domiciliary: "Devises" },
  },

  success: {
    title: "Vous êtes connecté",
    lead: (company, bank) => `${company} voit maintenant ce que vous partagez chez ${bank}.`,
    shared: "Partagé",
    keep: "Gardez votre reçu",
    keepLead: "Il dit ce que vous avez accepté. Son lien permet d’y mettre fin.",
    receipt: "Ouvrir le reçu",
    copy: "Copier le lien",
    copied: "Copié",
    done: "Terminé",
    back: (company) => `Retour à ${company}`,
  },

  failed: {
    again: "Réessayer",
    other: "Choisir une autre banque",
    BAD_CREDENTIALS: { title: "Votre banque a refusé la connexion", text: "Vérifiez votre identifiant et votre mot de passe et réessayez." },
    BAD_ANSWER: {
      title: "Trop de mauvaises réponses",
      text: "Pour protéger votre compte, cette connexion est terminée. Recommencez avec un nouveau code ou la bonne réponse.",
    },
    LOCKED: {
      title: "Votre banque a bloqué cet accès",
      text: "Débloquez-le dans l’application de votre banque ou par téléphone, puis revenez.",
    },
    BANK_DOWN: {
      title: "Votre banque est injoignable",
      text: "Vous n’y êtes pour rien. Réessayez dans quelques minutes, ou choisissez une autre banque.",
    },
    BANK_SLOW: { title: "Votre banque est trop lente", text: "Elle n’a pas répondu à temps. Réessayez ; souvent la seconde fois réussit." },
    EXPIRED: { title: "Le délai de connexion est dépassé", text: "Votre banque y a mis fin. Recommencez." },
    CANCELLED: { title: "Vous n’avez pas donné votre accord", text: "Rien n’a été partagé. Recommencez, ou choisissez une autre banque." },
    UNSUPPORTED: {
      title: "Il n’y a rien à partager ici",
      text: "Cet accès ne montre aucun compte à partager. Essayez un autre accès ou une autre banque.",
    },
    OFFLINE: { title: "Vous semblez hors ligne", text: "Vérifiez votre connexion et réessayez. Rien n’est perdu." },
    RATE_LIMIT: { title: "Un peu plus lentement", text: "Trop d’essais en peu de temps. Attendez une minute, puis continuez." },
    wait: (minutes) =>
      minutes < 2 ? "Trop d’essais. Attendez une minute, puis réessayez." : `Trop d’essais. Réessayez dans ${minutes} minutes.`,
    OTHER: { title: "Un problème est survenu", text: "C’est notre faute, pas la vôtre. Réessayez dans un instant." },
  },

  broken: "Cet écran ne peut pas s’afficher. Mettez votre navigateur à jour ou utilisez-en un autre.",

  over: {
    title: "Cette session est terminée",
    text: "Pour votre sécurité elle dure 30 minutes. Rien n’a été partagé. Vous pouvez recommencer.",
    again: "Recommencer",
  },
  ending: {
    text: (minutes) =>
      minutes < 2 ? "Cette session se termine dans moins de 2 minutes." : `Cette session se termine dans ${minutes} minutes.`,
    again: "Recommencer",
  },
  refused: {
    title: "Cette page ne peut pas s’ouvrir ici",
    ORIGIN: "Le site qui l’a ouverte n’est pas enregistré. Rien n’a été partagé. Prévenez l’entreprise si cela devrait marcher.",
    SETUP: "Le site qui l’a ouverte est mal réglé. Rien n’a été partagé. Prévenez l’entreprise, avec ce message :",
    ALONE: "Elle s’ouvre depuis la page d’une entreprise. Retournez-y et recommencez.",
  },
  closed: { title: "C’est terminé", text: "Vous pouvez fermer cette page." },
  leave: {
    title: "Quitter sans partager ?",
    text: "Rien n’a encore été partagé. Ce que vous avez saisi sera oublié.",
    stay: "Rester",
    go: "Quitter",
  },

  mine: {
    page: "Votre consentement",
    loading: "Recherche de votre consentement…",
    lost: "Ouvrez cette page avec le lien de votre reçu.",
    unknown: "Aucun consentement ne correspond à ce lien. Vérifiez que vous l’avez copié en entier depuis votre reçu.",
    title: (company) => `Ce que vous partagez avec ${company}`,
    granted: "En vigueur",
    revoked: "Terminé",
    expired: "Expiré",
    grantedText: (day) => `Jusqu’au ${day}. Vous pouvez y mettre fin à tout moment.`,
    revokedText: (day) => `Vous ne partagez plus rien. La lecture a cessé le ${day}.`,
    expiredText: (day) => `Il a expiré le ${day}. Plus rien n’est lu.`,
    revokedHere: (day) => `Vous y avez mis fin le ${day}.`,
    expiredHere: (day) => `Il a expiré le ${day}.`,
    elsewhere: (accounts) => accounts === 1
      ? "Un de ces comptes a été relié de nouveau : il est toujours lu, selon le consentement plus récent donné alors. Pour y mettre fin aussi, ouvrez le lien de ce reçu."
      : `${accounts} de ces comptes ont été reliés de nouveau : ils sont toujours lus, selon le consentement plus récent donné alors. Pour y mettre fin aussi, ouvrez le lien de ce reçu.`,
    endedHere: "C’est fait. Ce consentement est terminé ; le plus récent ne l’est pas.",
    company: "Entreprise",
    bank: "Banque",
    accounts: "Comptes",
    noAccounts: "Aucun pour l’instant",
    since: "Accepté le",
    lastRead: "Dernière lecture",
    neverRead: "Pas encore",
    scopes: "Ce qui est lu, et pourquoi",
    words: "Ce que vous avez accepté",
    number: "Numéro du consentement",
    end: "Mettre fin à ce consentement",
    sure: (company) => `${company} ne pourra plus lire ces comptes. C’est définitif ; vous pourrez partager de nouveau quand vous voulez.`,
    yes: "Oui, y mettre fin",
    keep: "Le garder",
    ended: "C’est fait. Plus rien n’est lu.",
  },
};

export default texts;
