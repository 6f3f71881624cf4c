#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <preflight/destination.hpp>
#include <preflight/rules/severities.hpp>

#include "config/configuration_set.hpp"

namespace preflight::cli {

/// What a file is judged for, and how severe each rule is.
struct policy {
  const preflight::destination* destination = nullptr;
  severities file_rules;                  ///< of the rules about files
  bool refuses_by_size = true;            ///< a file that is too large fails
  severities request_rules;               ///< and of those about requests
  const configuration* source = nullptr;  ///< what says so, beside the command line
  bool has_overrides = false;             ///< of its configurations: individual paths may have another policy
  bool has_exclusions = false;            ///< of its configurations
};

/// What the command line says about judging; it wins over every configuration file.
struct policy_options {
  std::string destination;               ///< empty: what the configuration says, else the first built-in one
  std::string configuration;             ///< empty: found from each file upwards
  std::vector<std::string_view> select;  ///< only these rules, by their ids
  std::vector<std::string_view> ignore;  ///< not these rules
  bool warnings_as_errors = false;
  bool discover = true;  ///< false: no configuration file counts
};

/// The policy of every folder. For one thread at a time.
class policies {
 public:
  /// Throws fatal_error for unknown names, and for a configuration that cannot be used. So do the others. Policies
  /// that share `configurations` read each file once; a pipe can be read only once.
  explicit policies(policy_options options,
                    std::shared_ptr<configuration_set> configurations = std::make_shared<configuration_set>());

  /// Is told of every configuration file, also of those that were read before.
  void on_configuration_read(std::function<void(const std::string& file)> callback) {
    configurations_->on_read(std::move(callback));
  }
  [[nodiscard]] const std::shared_ptr<configuration_set>& configurations() const { return configurations_; }

  /// Whether configuration files are looked for.
  [[nodiscard]] bool discovers() const { return options_.discover; }

  /// The policy of files in `folder` ("" is the working folder).
  [[nodiscard]] const policy& for_folder(std::string_view folder);

  /// The policy of the file at `path`; `usual` is that of its folder.
  [[nodiscard]] const policy& for_path(const policy& usual, std::string_view path) {
    return usual.has_overrides ? overridden(usual, path) : usual;
  }

  /// The configuration that was named, or that counts in `folder`; nullptr where none is looked for.
  [[nodiscard]] const configuration* configuration_in(std::string_view folder);

  /// The overrides that `config` and those further out have for a path (absolute), the first to count last.
  [[nodiscard]] static std::vector<const path_override*> overrides_for(const configuration& config,
                                                                       std::string_view path);

  /// The same of a folder, not the working folder, that is known to have a configuration file of its own.
  [[nodiscard]] const policy& for_configured_folder(std::string_view folder);

  /// Stands for the text of what counts in every folder asked about so far, called as it was asked about: the same
  /// wherever the folders lie.
  [[nodiscard]] std::uint64_t fingerprint() const;

 private:
  using override_list = std::vector<const path_override*>;

  [[nodiscard]] const policy& policy_by(const configuration& config);
  [[nodiscard]] const policy& overridden(const policy& usual, std::string_view path);
  [[nodiscard]] policy make_policy(const configuration& config, const override_list& overrides) const;

  policy_options options_;
  std::shared_ptr<configuration_set> configurations_;
  std::deque<policy> policies_;
  const policy* only_ = nullptr;  ///< where configuration files are not looked for
  const policy* last_ = nullptr;  ///< of last_folder_: most paths of a list lie in the folder of the one before
  std::string last_folder_;
  std::unordered_map<std::string, const policy*> by_folder_;
  std::unordered_map<const configuration*, const policy*> by_configuration_;
  std::map<std::pair<const configuration*, override_list>, const policy*> by_overrides_;
};

}  // namespace preflight::cli
