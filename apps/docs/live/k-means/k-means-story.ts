import type { KMeansSettings } from "./k-means-settings.js";

/** One press of a story: what it changes of the default settings, and where the run ends. */
export interface Try {
  readonly text: string;
  readonly settings: Partial<KMeansSettings>;
  /** Loss on the test images after ten epochs, as the page shows it; none where the run diverges. */
  readonly loss: number | undefined;
  /** Purity of the centres, where the story tells it. */
  readonly purity?: number;
}

/** A step of the story: a question, something to press, and the answer. */
export interface StoryStep {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** What to guess before pressing. */
  readonly guess: string;
  readonly tries: readonly Try[];
  readonly answer: string;
}

/** Five things to see. Every number in it is one that a test gets by pressing the button. */
export const kMeansStory: readonly StoryStep[] = [
  {
    id: "can-ten-averages-read",
    title: "Can ten averages read?",
    text: "Each neuron keeps one image, its weights. A digit goes to the neuron whose image is nearest, and a step moves that image a little towards it. So each becomes an average. Name every average after the digit it gets most often.",
    guess: "Of 1,000 new digits, how many carry the name of their neuron? Chance is 10 %.",
    tries: [{ text: "Train", settings: {}, loss: 0.048, purity: 0.55 }],
    answer:
      "55 %. Without ever seeing a label. The loss on new digits ends at 0.048: what is left when a digit is replaced by its average.",
  },
  {
    id: "how-long-a-step",
    title: "How long a step?",
    text: "At η = 0.5 a step moves a centre a tenth of the way to the mean of its images in the batch. The curves of earlier runs stay in the figure, so that you can compare.",
    guess: "Which learns best: η = 0.01, 0.5 or 4.5? And what happens at 5?",
    tries: [
      { text: "η = 0.01", settings: { learningRate: 0.01 }, loss: 0.056 },
      { text: "η = 0.5", settings: {}, loss: 0.048 },
      { text: "η = 4.5", settings: { learningRate: 4.5 }, loss: 0.055 },
      { text: "η = 5", settings: { learningRate: 5 }, loss: undefined },
    ],
    answer:
      "The middle: 0.048. At 0.01 ten epochs are not enough, 0.056. At 4.5 a centre jumps nearly onto the mean of a handful of images, noise and all, 0.055. At 5 a centre with more than its share of a batch jumps past its mean, and the training diverges within thirty steps.",
  },
  {
    id: "why-noise-kills-centres",
    title: "Why noise kills centres",
    text: "So far each centre began as an image of another digit. Let all begin as grey noise instead. One of ten is the darkest, and digits are mostly dark.",
    guess: "How many of the ten will ever learn?",
    tries: [{ text: "Start from noise", settings: { init: "uniform" }, loss: 0.065, purity: 0.1 }],
    answer:
      "One. It is nearest to every image from the first batch on; a centre that is nearest to nothing gets no gradient, and never moves. The one ends as the mean of all digits, 0.065. This is mode collapse.",
  },
  {
    id: "soft-or-hard",
    title: "Soft or hard?",
    text: "A softmax with a temperature may share a digit among several centres, and be differentiated as any other layer. It looks like the gentler choice.",
    guess: "Soft at temperature 20, with the same η = 0.5: better or worse than hard?",
    tries: [
      { text: "Soft, temperature 20", settings: { gradient: "soft" }, loss: 0.065, purity: 0.1 },
      { text: "Soft, temperature 1", settings: { gradient: "soft", temperature: 1 }, loss: 0.046 },
    ],
    answer:
      "Far worse: the softmax multiplies the gradient by the temperature, the steps are too long, and all images end at one centre, 0.065. At temperature 1 all ten are used and an image is drawn by several of them: 0.046, less than any hard assignment here.",
  },
  {
    id: "4-and-9-share-one",
    title: "4 and 9 share one",
    text: "Look at the table of classes and centres after a run: centre 6 takes 22 of the 100 fours and 39 of the nines. To an average, a closed top is a matter of a few pixels.",
    guess: "Will twenty centres part them?",
    tries: [
      { text: "Ten centres", settings: {}, loss: 0.048, purity: 0.55 },
      { text: "Twenty centres", settings: { k: 20 }, loss: 0.044, purity: 0.652 },
    ],
    answer:
      "Not cleanly: the largest share of each is in another centre now, 41 fours with 20 nines, 31 nines with 18 fours. 65 % carry the right name, and the loss falls from 0.048 to 0.044. Slanted and upright 1s want centres of their own long before 4 and 9 are parted. Classes are not clusters.",
  },
];
