import type { Assessment } from "./assessment.ts";
import { CLAIM } from "./claim.ts";
import { PROBAST_AI } from "./probast_ai.ts";
import { TRIPOD_AI } from "./tripod_ai.ts";

/** The instruments by which this project judges itself. */
export const ASSESSMENTS: readonly Assessment[] = [CLAIM, TRIPOD_AI, PROBAST_AI];
