#pragma once

#include <optional>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule dimensions_missing{
    {
        .id = "dimensions-missing",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The file has no usable width and height.",
        .why = "Without a size the limits cannot be checked, and many programs do not open the file.",
        .fix = "Save it again in an editor, which writes a proper size.",
    },
    [](const subject& s, const destination&, finding& out) {
      const facts& f = s.file;
      const bool video = f.format == format::mp4 || f.format == format::mov;
      const bool picture = f.format == format::png || f.format == format::jpeg || f.format == format::gif;
      const fault* why = f.faults.first(fault_kind::no_dimensions);
      if (!picture && !(video && (f.video_tracks > 0 || why != nullptr))) {
        return false;
      }
      const video_track* without = nullptr;
      for (const video_track& track : f.kept_tracks()) {
        without = without == nullptr && !track.display().usable() ? &track : without;
      }
      if (why == nullptr && (f.faults.walk_may_be_incomplete() || (without == nullptr && f.display().usable()))) {
        return false;
      }
      out.actual << (without != nullptr ? without->display() : f.display());
      if (f.height_after_scan) {
        out.offset = why != nullptr ? std::optional{why->offset} : std::nullopt;
        out.message << "The frame header gives a height of 0; the real height, " << *f.height_after_scan
                    << ", comes after the first scan (DNL), where most programs do not look.";
      } else if (why != nullptr) {
        describe({why->kind, why->what, why->clause, why->offset}, out);
      } else if (without != nullptr) {
        out.message << track_subject{f, *without} << " has no usable size: " << without->display() << '.';
      } else if (f.format == format::gif && f.canvas.usable()) {
        out.message << "The GIF has a screen of " << f.coded << "; some viewers use the size of its frames, "
                    << f.canvas << "; others show nothing.";
        out.fix << "Save it again with a screen that holds all its frames: gifsicle --logical-screen " << f.canvas
                << " FILE -o out.gif";
      } else {
        out.message << "The picture has no usable size: " << f.coded << '.';
      }
      if (video) {
        out.fix << "Rewrite the sizes: ffmpeg -i FILE -c copy out." << info(f.format).extensions.front()
                << "; if that fails, export it again.";
      }
      return true;
    },
};

}  // namespace preflight::rules
