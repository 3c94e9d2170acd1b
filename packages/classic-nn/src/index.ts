export {
  type ActivatedConvolution,
  activatedConvolution,
  activatedConvolutionBackward,
} from "./backpropagation/activated-convolution.js";
export { type Activation, identity, logistic, relu, tanh } from "./backpropagation/activation.js";
export { averagePool, averagePoolBackward } from "./backpropagation/average-pool.js";
export {
  type BackpropagationTrace,
  backpropagate,
  type ForwardTrace,
  forward,
  type LayerGradient,
} from "./backpropagation/backpropagate.js";
export {
  type DecisionSurface,
  decisionFigure,
  decisionSurface,
  trainingFigure,
} from "./backpropagation/backpropagation-figure.js";
export {
  type Channels,
  type ConvolutionGradient,
  type ConvolutionLayer,
  convolve,
  convolveBackward,
} from "./backpropagation/convolution-layer.js";
export {
  type HomeworkVariation,
  homeworkTraining,
  homeworkVariations,
} from "./backpropagation/homework-variations.js";
export { type MaxPoolTrace, maxPool, maxPoolBackward } from "./backpropagation/max-pool.js";
export {
  type InitialNetworkOptions,
  initialNetwork,
  type Layer,
  type Network,
} from "./backpropagation/network.js";
export {
  lectureChannels,
  lectureSlidingFilter,
  type SlidingOptions,
  slidingFilter,
} from "./backpropagation/sliding-filter.js";
export { type LabelledPoints, stepNetwork, stepNetworkData } from "./backpropagation/step-network-data.js";
export { surfaceFigure } from "./backpropagation/surface-figure.js";
export {
  type TrainingEpoch,
  type TrainingOptions,
  type TrainingTrace,
  trainingTrace,
} from "./backpropagation/training-trace.js";
export {
  type BatchCompetitiveStep,
  batchCompetitiveStep,
  type CentreNeurons,
  centreNeurons,
} from "./competitive/batch-competitive-step.js";
export { competitiveFigure } from "./competitive/competitive-figure.js";
export {
  type CompetitiveOptions,
  type CompetitiveTrace,
  type CompetitiveTraceStep,
  competitiveTrace,
} from "./competitive/competitive-trace.js";
export { type LloydStep, type LloydTrace, lloydTrace } from "./competitive/lloyd-trace.js";
export { type Box, voronoiCells } from "./competitive/voronoi-cells.js";
export { voronoiFigure } from "./competitive/voronoi-figure.js";
export { type Competition, findWinner, type TieRule, type Winner } from "./competitive/winner.js";
export {
  type WeightRounding,
  type WinnerTakeAllOptions,
  type WinnerTakeAllStep,
  winnerTakeAllStep,
} from "./competitive/winner-take-all-step.js";
export {
  lectureCompetitive,
  mockQuestion2,
  type WorkedCompetitive,
} from "./competitive/worked-competitive.js";
export { mockQuestion1, type WorkedLloyd } from "./competitive/worked-lloyd.js";
export type { DataMatrix } from "./data-matrix.js";
export { type CorruptedCurve, corruptedCubic, corruptionFigure } from "./density/corruption.js";
export { densityFigure, derivedFigure } from "./density/density-figure.js";
export {
  derivedDensity,
  type MonotoneMap,
  type NegativeLogUniformTrace,
  negativeLog,
  negativeLogUniformTrace,
  uniformDensity,
} from "./density/derived-distribution.js";
export { type Gaussian, type GaussianFit, gaussianFit, gaussianLogDensity } from "./density/gaussian-fit.js";
export { kernelLogDensity, scottBandwidth } from "./density/kernel-density.js";
export { type ResidualCovariance, residualCovariance } from "./density/residual-covariance.js";
export {
  type Capacity,
  capacityFigure,
  capacityTrace,
  polynomialFigure,
} from "./generalization/capacity-trace.js";
export {
  type EarlyStoppingTrace,
  type EarlyStoppingTraceStep,
  earlyStoppingTrace,
} from "./generalization/early-stopping-trace.js";
export { lassoWeights, type Shrinkage, shrinkageTrace } from "./generalization/lasso.js";
export {
  type Curve,
  type CurveSplit,
  noisySine,
  type PolynomialFit,
  polynomialFit,
  polynomialRisk,
  polynomialValues,
  powers,
} from "./generalization/polynomial-fit.js";
export { type AllCloseOptions, allClose } from "./gradient-check/all-close.js";
export { centralGradient } from "./gradient-check/central-gradient.js";
export {
  type GradientCheckOptions,
  type GradientCheckTrace,
  gradientCheck,
  gradientCheckFigure,
} from "./gradient-check/gradient-check.js";
export { squaredResidual } from "./gradient-check/squared-residual.js";
export { type DifferentiableFunction, quartic } from "./gradient-descent/differentiable-function.js";
export {
  type DescentPathOptions,
  descentPathFigure,
  distanceFigure,
} from "./gradient-descent/gradient-descent-figure.js";
export {
  type GradientDescentOptions,
  type GradientDescentStep,
  type GradientDescentTrace,
  gradientDescentTrace,
} from "./gradient-descent/gradient-descent-trace.js";
export {
  type LearningRateHypergradient,
  learningRateHypergradient,
} from "./gradient-descent/learning-rate-hypergradient.js";
export { homeworkQuadratic, type Quadratic, quadratic } from "./gradient-descent/quadratic.js";
export type { HebbianActivation } from "./hebbian/activation.js";
export { type CovarianceAverages, covarianceStep } from "./hebbian/covariance-step.js";
export { type DampedHebbOptions, dampedHebbLimit, dampedHebbStep } from "./hebbian/damped-hebb-step.js";
export { hebbStep } from "./hebbian/hebb-step.js";
export { hebbianFigure } from "./hebbian/hebbian-figure.js";
export type { HebbianOptions, HebbianStep } from "./hebbian/hebbian-step.js";
export {
  type HebbianRule,
  type HebbianTrace,
  type HebbianTraceOptions,
  type HebbianTraceStep,
  hebbianTrace,
} from "./hebbian/hebbian-trace.js";
export { type OjaExpansion, ojaExpansion } from "./hebbian/oja-expansion.js";
export { firstPrincipalComponent, ojaStep } from "./hebbian/oja-step.js";
export { sixPointHebb, type WorkedHebb } from "./hebbian/worked-hebb.js";
export { lenet5Connections, lenet5Pairs } from "./lenet5/connections.js";
export { lenet5Codes } from "./lenet5/digit-codes.js";
export {
  type Lenet5Layer,
  type Lenet5Slices,
  lenet5Layers,
  lenet5Size,
  lenet5Slices,
  type Weights,
} from "./lenet5/layers.js";
export { initialLenet5, type Lenet5Trace, lenet5Forward, lenet5Input } from "./lenet5/lenet5.js";
export { addLenet5Gradient, type Lenet5Gradient } from "./lenet5/lenet5-gradient.js";
export { type Lenet5Epoch, lenet5Accuracy, lenet5Epoch } from "./lenet5/lenet5-training.js";
export {
  type DeltaRuleOptions,
  type DeltaRuleStep,
  type DeltaRuleTrace,
  deltaRuleTrace,
  lmsTrace,
} from "./linear-models/delta-rule.js";
export { type LeastSquaresTrace, leastSquares } from "./linear-models/least-squares.js";
export { learningCurveFigure, perceptronFigure } from "./linear-models/linear-model-figure.js";
export {
  type PerceptronOptions,
  type PerceptronStep,
  type PerceptronTrace,
  perceptronTrace,
} from "./linear-models/perceptron.js";
export { type SquaredRisk, squaredRisk } from "./linear-models/squared-risk.js";
export { backward, computationOrder } from "./matrix-autodiff/backward.js";
export { graphDot } from "./matrix-autodiff/graph-dot.js";
export { graphFigure } from "./matrix-autodiff/graph-figure.js";
export { leaf, MatrixNode, type Pullback } from "./matrix-autodiff/matrix-node.js";
export {
  activate,
  add,
  hadamard,
  halfSquaredNorm,
  matMul,
  subtract,
} from "./matrix-autodiff/operations.js";
export {
  type ThreeLayerLeaves,
  type ThreeLayerName,
  type ThreeLayerSizes,
  type ThreeLayerTrace,
  threeLayerLeaves,
  threeLayerTrace,
} from "./matrix-autodiff/three-layer-objective.js";
export { type AdagradOptions, type AdagradState, adagrad } from "./optimizers/adagrad.js";
export { type AdamOptions, type AdamState, adam } from "./optimizers/adam.js";
export { adamW } from "./optimizers/adamw.js";
export { type DigitBatch, type DigitGradients, digitGradients } from "./optimizers/digit-gradients.js";
export { type DigitNetwork, digitActivations, digitNetwork } from "./optimizers/digit-network.js";
export { type DigitEpoch, digitAccuracy, digitEpoch } from "./optimizers/digit-training.js";
export { type MomentumOptions, type MomentumState, momentum } from "./optimizers/momentum.js";
export { nesterov } from "./optimizers/nesterov.js";
export type { Optimizer, OptimizerStep } from "./optimizers/optimizer.js";
export { objectiveFigure, optimizerFigure, optimizerPathFigure } from "./optimizers/optimizer-figure.js";
export {
  type Objective,
  type OptimizerTrace,
  type OptimizerTraceStep,
  optimizerTrace,
  rosenbrock,
} from "./optimizers/optimizer-trace.js";
export { type RmspropOptions, type RmspropState, rmsprop } from "./optimizers/rmsprop.js";
export { type LearningOptions, sgd } from "./optimizers/sgd.js";
export { unrolledFigure } from "./recurrent/unrolled-figure.js";
export {
  type HelloTraceOptions,
  helloLetters,
  helloTrace,
  type RecurrentWeights,
  type UnrolledStep,
  type UnrolledTrace,
  unrolledNetwork,
} from "./recurrent/unrolled-network.js";
export {
  type DepthOptions,
  type DepthTrace,
  depthFigure,
  depthTrace,
} from "./regularization/depth-trace.js";
export { type Dropout, dropout, dropoutBackward } from "./regularization/dropout.js";
export {
  beforeEarlyStopping,
  type EarlyStopping,
  earlyStoppingStep,
} from "./regularization/early-stopping.js";
export { type ClippedNorm, clipByNorm, clipByValue } from "./regularization/gradient-clipping.js";
export { initialWeights } from "./regularization/initial-weights.js";
export { type CrossValidation, crossValidate, type Fold, kFold } from "./regularization/k-fold.js";
export { layerLearningRates } from "./regularization/layer-learning-rates.js";
export { l1Penalty, l2Penalty, type Penalty } from "./regularization/penalty.js";
export {
  type RegressionData,
  type RidgeHypergradient,
  ridgeHypergradient,
  ridgeWeights,
} from "./regularization/ridge.js";
export { type RidgeTraceStep, ridgeFigure, ridgeTrace } from "./regularization/ridge-trace.js";
export {
  type WeightDecayEpoch,
  type WeightDecayOptions,
  type WeightDecayTrace,
  weightDecayFigure,
  weightDecayTrace,
} from "./regularization/weight-decay-trace.js";
export {
  type DescentForm,
  type WhitenedDescent,
  whitenedDescent,
} from "./regularization/whitened-descent.js";
export { fitWhitening, type Whitening, whiten } from "./regularization/whitening.js";
export {
  type LayerNormalization,
  layerNormalization,
  layerNormalizationBackward,
  type NormalizationGradient,
  type NormalizationTrace,
} from "./transformer/layer-normalization.js";
export {
  type AttentionGradient,
  type AttentionInput,
  type AttentionTrace,
  type ScaledAttentionOptions,
  scaledDotProductAttention,
  scaledDotProductAttentionBackward,
} from "./transformer/scaled-dot-product-attention.js";
export {
  type AttentionHead,
  type TransformerBlock,
  type TransformerBlockGradient,
  type TransformerBlockTrace,
  transformerBlock,
  transformerBlockBackward,
} from "./transformer/transformer-block.js";
