// Compiled only: see npm_types_test.py.

import { checkFile, type Verdict } from "media-preflight";

export const verdict: Promise<Verdict> = checkFile("a.png", { depth: "structure" });
