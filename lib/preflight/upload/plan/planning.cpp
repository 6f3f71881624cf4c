#include <atomic>

#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/plan/planning.hpp>
#include <preflight/upload/send/parallel_for.hpp>

namespace preflight::upload {

fresh_plan make_plan(std::span<const upload_request> wanted, file_policy& how, zoom_api* from, const ledger* known,
                     clock& time, const planning_options& options) {
  planning_options later = options;
  later.is_for_later = true;
  run_stopper over;
  planner by{wanted, how, from, known, time, later, over};
  by.inspect();
  std::atomic<std::size_t> done = 0;
  parallel_for(by.targets(), from != nullptr ? options.parallel : 1, [&] {
    return [&](std::size_t target) {
      by.resolve_target(target);
      if (from != nullptr && options.progress) {
        options.progress(planning_stage::asking, ++done, by.targets());
      }
    };
  });
  return std::move(by.made());
}

std::string sentence_of(const api_result& said) {
  std::string out = said.message;
  out += out.empty() || out.ends_with('.') ? "" : ".";
  out += out.empty() || said.advice.empty() ? "" : " ";
  out += said.advice;
  out += said.again_at ? (out.empty() ? "" : " ") + ("The limit ends at " + *said.again_at + '.') : "";
  return out;
}

std::string not_tried(const std::string& why) { return "Skipped: " + why + (why.ends_with('.') ? "" : "."); }

}  // namespace preflight::upload
