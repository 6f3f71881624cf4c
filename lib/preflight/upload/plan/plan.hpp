#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/rule.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/purpose.hpp>
#include <preflight/upload/retry/rates.hpp>
#include <preflight/upload/upload_outcome.hpp>

namespace preflight::upload {

/// Version of the plan format; other versions are refused.
inline constexpr std::uint64_t plan_version = 1;

/// A file in the service that we sent.
struct older_file {
  std::string id;
  std::string name;

  bool operator==(const older_file&) const = default;
};

/// One item of a plan: a file for a target, and the action.
struct plan_item {
  upload::target target;
  purpose what = purpose::background;
  std::string path;                                 ///< as given; relative to plan::folder
  upload_outcome action = upload_outcome::refused;  ///< planned: will be sent; any other outcome is already final
  std::string sha256;                               ///< empty if the file was not read completely
  std::uint64_t bytes = 0;
  std::string file_name;  ///< name under which it would be sent
  std::string mime_type;
  std::vector<older_file> deletes;     ///< to make room for it, or because it replaces them
  bool replaces_older = false;         ///< they are deleted when it is sent; a wallpaper goes by itself
  std::optional<std::size_t> same_as;  ///< an earlier item, from 0, with the same bytes for the same target
  std::string zoom_id;                 ///< of what is there already
  std::uint64_t line = 0;              ///< of the table; 0: not from one
  int http_status = 0;                 ///< of what the service said while it was planned; 0: nothing
  std::optional<long long> code;
  std::string message;
  std::vector<finding> findings;
};

/// What the rules about requests are told of an item.
[[nodiscard]] inline request request_of(const plan_item& item) {
  return {.kind = item.target.kind, .id = item.target.id, .use = item.what, .sent_name = item.file_name};
}

/// The cost of carrying out a plan.
struct plan_cost {
  std::uint64_t uploads = 0;
  std::uint64_t listings = 0;
  std::uint64_t deletions = 0;
  double seconds = 0;      ///< at the limits per second, if the service answers at once
  std::uint64_t days = 1;  ///< until daily limits let the last call through; 1: today
  [[nodiscard]] std::uint64_t calls() const { return uploads + listings + deletions; }
};

struct plan {
  std::string made;    ///< ISO 8601, UTC
  std::string folder;  ///< absolute; where relative paths start from
  zoom_plan rates = zoom_plan::pro;
  std::optional<std::uint32_t> calls_a_second{};  ///< instead of these rates
  std::uint64_t asked = 0;                        ///< targets, while it was made; not written
  std::vector<plan_item> items;
};

/// Thrown for an invalid plan; the text names the item and the reason.
class plan_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where a path leads that starts from `folder` if it is relative. No folder: the working folder.
[[nodiscard]] std::string absolute(const std::string& folder, const std::string& path);

/// "lobby.png, wall.png"
[[nodiscard]] std::string names_of(std::span<const older_file> files);

/// The name of an action in a plan: "send", or the outcome that is already decided.
[[nodiscard]] constexpr std::string_view action_name(upload_outcome action) {
  return action == upload_outcome::planned ? "send" : name_of(action);
}

/// Listing each target once more, making room, sending; as a run would go on from now, by the calls of each day.
[[nodiscard]] plan_cost cost_of(const plan& plan);

/// JSON with one item a line, for people and for read_plan().
[[nodiscard]] std::string write_plan(const plan& plan);
/// Validates everything, because plans are edited by hand. Throws plan_error.
[[nodiscard]] plan read_plan(std::string_view text);

}  // namespace preflight::upload
