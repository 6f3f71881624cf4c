#pragma once

namespace benchmarks {

/// From bytes in memory to facts: each sample of testdata, at each depth that decodes nothing.
void register_sniffing();
/// From facts to findings: all rules, and each alone.
void register_judging();

}  // namespace benchmarks
