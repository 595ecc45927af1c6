import * as v from 'valibot'
import { attributionChoices, quoteChannels } from '../../schema/quotes.ts'
import { boxShape, optionalWords, wordsShape } from '../agreements/shapes-fields.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, hashShape, idShape, incomplete, lineShape, optionalLine } from '../form-shapes.ts'
import { askableChannels } from './rules.ts'

const [site, social, print, press, sales] = quoteChannels
/** One box each: a yes to one place is no yes to another. */
const channelBoxes = { [site]: boxShape, [social]: boxShape, [print]: boxShape, [press]: boxShape, [sales]: boxShape }
type Boxes = { [Channel in (typeof quoteChannels)[number]]: '' | 'yes' }

const attribution = v.picklist(attributionChoices, 'Choose the name it may stand under.')
const words = wordsShape('Write the line.', 600)

export const channelsIn = (ticked: Boxes) => quoteChannels.filter((channel) => ticked[channel] === 'yes')

export const surveyAnswerShape = v.strictObject(
  {
    score: v.pipe(
      v.string('Choose a number from 1 to 5.'),
      v.picklist(['1', '2', '3', '4', '5'], 'Choose a number from 1 to 5.'),
      v.transform(Number),
    ),
    words: optionalWords(4_000),
    line: optionalWords(600),
    ...channelBoxes,
    attribution,
  },
  incomplete,
)
export type SurveyAnswer = v.InferOutput<typeof surveyAnswerShape>

export const newSurveyShape = v.strictObject(
  {
    act: actShape,
    engagementId: idShape(),
    contactId: v.pipe(v.string('Choose who is asked.'), v.nonEmpty('Choose who is asked.'), idShape()),
  },
  incomplete,
)
export type NewSurvey = v.InferOutput<typeof newSurveyShape>

/** A line that somebody gave elsewhere: its author is asked on a page of its own. */
export const newQuoteShape = v.strictObject(
  {
    act: actShape,
    prospectId: idShape(),
    contactId: v.pipe(v.string('Choose who said it.'), v.nonEmpty('Choose who said it.'), idShape()),
    words,
  },
  incomplete,
)
export type NewQuote = v.InferOutput<typeof newQuoteShape>

export const editShape = v.strictObject({ words, textHash: hashShape }, incomplete)
export const approvalOfQuoteShape = v.strictObject({ textHash: hashShape }, incomplete)

export const permissionShape = v.strictObject(
  {
    act: actShape,
    channel: v.picklist(askableChannels, 'Choose where it is to stand.'),
    benefit: optionalLine(200),
    endsOn: dayShape('Give the last day of the permission.'),
    textHash: hashShape,
  },
  incomplete,
)
export type AskedPermission = v.InferOutput<typeof permissionShape>

export const publicationShape = v.strictObject(
  {
    act: actShape,
    channel: v.picklist(quoteChannels, 'Choose where it stands from now on.'),
    place: lineShape('Say exactly where: an address, a title, a page.', 300),
    textHash: hashShape,
  },
  incomplete,
)
export type Publication = v.InferOutput<typeof publicationShape>

/** Its author signs off the words that the page showed. */
export const signOffShape = v.strictObject({ textHash: hashShape, ...channelBoxes, attribution }, incomplete)
export type SignOff = v.InferOutput<typeof signOffShape>
