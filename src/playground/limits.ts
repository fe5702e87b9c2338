// Discord's limits, by its documentation of v10 (Message, Embed, Components, Application Commands).
// Lengths are counted in code points.

export const LIMITS = {
  content: 2000,
  embeds: 10,
  /** Over titles, descriptions, fields, footers and authors of all embeds of a message. */
  embedTotal: 6000,
  embedTitle: 256,
  embedDescription: 4096,
  embedFields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
  url: 2048,
  rows: 5,
  buttonsPerRow: 5,
  buttonLabel: 80,
  customId: 100,
  selectOptions: 25,
  optionLabel: 100,
  optionValue: 100,
  optionDescription: 100,
  placeholder: 150,
  /** Components of a message under the flag IS_COMPONENTS_V2, nested ones included. */
  v2Components: 40,
  v2Text: 4000,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  nonce: 25,
  modalTitle: 45,
  modalComponents: 5,
  textInputLabel: 45,
  textInputValue: 4000,
  threadName: 100,
  appliedTags: 5,
  files: 10,
  fileBytes: 10 * 1024 * 1024,
  allowedMentions: 100,
  commandName: 32,
  commandDescription: 100,
  commandOptions: 25,
  /** Names, descriptions and values of a whole command with its options and choices. */
  commandTotal: 8000,
  commandsPerScope: 100,
  contextMenusPerType: 15,
} as const

export const FLAGS = {
  crossposted: 1 << 0,
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const

/** Real time in which an interaction must get its first answer, and for which its token is good after it. */
export const FIRST_ANSWER_MS = 3000
export const TOKEN_LIFE_MS = 15 * 60 * 1000
/** How long a nonce is remembered with `enforce_nonce`; Discord says "the past few minutes". */
export const NONCE_LIFE_MS = 5 * 60 * 1000
export const CROSSPOSTS_PER_HOUR = 10
