#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <preflight/destination.hpp>
#include <preflight/rules/severities.hpp>

#include "config/configuration.hpp"
#include "scan/text_hash.hpp"

namespace preflight::cli {

/// By what a file is judged.
struct policy {
  const preflight::destination* destination = nullptr;
  severities file_rules;         ///< of the rules about files
  severities request_rules;      ///< and of those about requests
  text_hash configuration_hash;  ///< of the configuration that says so
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

/// The policy of every folder, each configuration file read once. For one thread at a time.
class policies {
 public:
  /// Throws fatal_error for names nobody knows, and for a configuration that cannot be used. So do the others.
  explicit policies(policy_options options);

  /// Is told of every configuration file, also of those that were read before.
  void on_configuration_read(std::function<void(const std::string& file)> callback);

  /// Whether configuration files are looked for.
  [[nodiscard]] bool discovers() const { return options_.discover; }

  /// The policy of files in `folder` ("" is the working folder): by the nearest configuration file, in the folder
  /// itself or further out.
  [[nodiscard]] const policy& for_folder(std::string_view folder);

  /// The same of a folder, not the working folder, that is known to have a configuration file of its own.
  [[nodiscard]] const policy& for_configured_folder(std::string_view folder);

  /// Stands for the text of what counts in every folder asked about so far, called as it was asked about: the same
  /// wherever the folders lie.
  [[nodiscard]] std::uint64_t fingerprint() const;

 private:
  [[nodiscard]] const policy& load_policy(const std::string& path);
  [[nodiscard]] const policy& default_policy();
  [[nodiscard]] policy make_policy(const configuration& config) const;

  policy_options options_;
  std::function<void(const std::string&)> on_read_;
  std::deque<configuration> configurations_;
  std::deque<policy> policies_;
  const policy* default_policy_ = nullptr;  ///< where there is no configuration file
  const policy* last_ = nullptr;  ///< of last_folder_: most paths of a list lie in the folder of the one before
  std::string last_folder_;
  std::unordered_map<std::string, const policy*> policies_by_name_;
  std::unordered_map<std::string, const policy*> policies_by_path_;
};

}  // namespace preflight::cli
