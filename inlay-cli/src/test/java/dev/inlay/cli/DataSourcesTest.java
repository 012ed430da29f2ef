package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inlay.data.FileFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose rows are in other files than CSV, in several, or in a database. */
class DataSourcesTest {
  private static final int ROWS = 240;

  @TempDir Path folder;

  private List<String> lines;

  @BeforeEach
  void houses() throws IOException {
    lines = Files.readAllLines(Houses.write(folder, ROWS));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path job(String data) throws IOException {
    return write(
        "job.yaml",
        """
        data:
        %s
        label: sold
        drop: price
        model: {kind: dnn, hidden: [8]}
        training: {epochs: 1}
        """
            .formatted(data.indent(2)));
  }

  /** The houses as JSON lines, each with a list of tags. */
  private Path jsonLines(String name, int from, int to) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(1 + from, 1 + to)) {
      String[] c = line.split(",", -1);
      text.append(
          "{\"id\": %s, \"town\": \"%s\", \"age\": %s, \"area\": %s, \"sold\": \"%s\", \"price\": %s}\n"
              .formatted(c[0], c[1], c[2].isEmpty() ? "null" : c[2], c[3], c[4], c[5]));
    }
    return write(name, text.toString());
  }

  @Test
  void jsonLinesAreAsGoodAsCsv() throws IOException {
    Path rows = jsonLines("houses.jsonl", 0, ROWS);

    Run fromJson =
        Run.well(
            Houses.training(rows, "--epochs", 1, "--json", "--model-dir", folder.resolve("a")));
    Run fromCsv =
        Run.well(
            Houses.training(
                folder.resolve("houses.csv"),
                "--epochs",
                1,
                "--json",
                "--model-dir",
                folder.resolve("b")));

    assertThat(fromJson.json().get("metrics")).isEqualTo(fromCsv.json().get("metrics"));
    String predicted = Run.well("predict", "--model", folder.resolve("b"), "--csv", rows).out();
    assertThat(predicted.lines()).hasSize(ROWS + 1);
    assertThat(predicted)
        .isEqualTo(
            Run.well(
                    "predict",
                    "--model",
                    folder.resolve("a"),
                    "--csv",
                    folder.resolve("houses.csv"))
                .out());
  }

  @Test
  void listsAreBagsOfCategories() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 200; row++) {
      text.append(
          "{\"tags\": %s, \"codes\": [%d, 7], \"x\": %d, \"sold\": \"%s\"}\n"
              .formatted(
                  row % 3 == 0 ? "[]" : "[\"a\", \"t" + row % 5 + "\"]",
                  row % 4,
                  row * 37 % 101,
                  row % 2 == 0 ? "yes" : "no"));
    }
    Path rows = write("lists.jsonl", text.toString());
    Path model = folder.resolve("lists");

    String out = Run.well(Houses.training(rows, "--epochs", 1, "--model-dir", model)).out();

    assertThat(out).containsPattern("tags +vocabulary").containsPattern("codes +vocabulary");
    assertThat(Run.well("predict", "--model", model, "--csv", rows).out().lines()).hasSize(201);
    assertThat(Run.of("predict", "--model", model, "--csv", rows, "--keep", "tags").err())
        .contains("column \"tags\" has several values a row");
  }

  @Test
  void patternsFindFilesOfAKind() throws IOException {
    jsonLines("part-1.txt", 0, 100);
    jsonLines("part-2.txt", 100, ROWS);

    Run run = Run.well("train", job("jsonl: \"part-*.txt\"\ntest: {every: 4}"), "--json");

    assertThat(run.json().get("train_rows")).isEqualTo(180);
  }

  @Test
  void badRowsAreLeftOutAndWrittenDown() throws IOException {
    String text = String.join("\n", lines) + "\n7,Bonn,12\n8,Bonn,13,1,2,3,4\n";
    write("houses.csv", text);

    assertThat(Run.of("train", job("csv: houses.csv")).err()).contains("houses.csv:242: 3 cells");
    Run.well("train", job("csv: houses.csv\nbad_rows: skip"));
    Run.well("train", job("csv: houses.csv\nbad_rows: {file: bad.jsonl}"));

    assertThat(Files.readString(folder.resolve("bad.jsonl")))
        .contains("houses.csv:242\"")
        .contains("\"row\":\"7,Bonn,12\"");
  }

  @Test
  void sideTablesAreJoined() throws IOException {
    write("towns.csv", "name,people,river\nAalen,70,Kocher\nBonn,330,Rhein\nCelle,70,Aller\n");
    String join = "csv: houses.csv\njoin: {file: towns.csv, on: town, key: name%s}";

    assertThat(Run.of("train", job(join.formatted(""))).err())
        .contains("town = \"Düren\" is not in the side table");
    assertThat(Run.of("train", job(join.formatted(", missing: {peple: 90}"))).err())
        .contains("has no column \"peple\"; did you mean \"people\"");
    Run dropped = Run.well("train", job(join.formatted(", missing: drop")), "--json");
    assertThat((Integer) dropped.json().get("train_rows")).isLessThan(180);
    Run filled =
        Run.well("train", job(join.formatted(", missing: {people: 90, river: none}")), "--restart");
    assertThat(filled.out()).contains("people").contains("river");
    String predicted =
        Run.well(
                "predict",
                "--model",
                folder.resolve("job-model"),
                "--csv",
                folder.resolve("houses.csv"),
                "--keep",
                "river")
            .out();
    assertThat(predicted.lines()).hasSize(ROWS + 1);
    assertThat(predicted).contains("\nnone,").contains("\nKocher,");
  }

  @Test
  void queriesAreData() throws IOException, SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("houses.db");
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("create table houses (town text, age integer, area real, sold text)");
      for (String line : lines.subList(1, lines.size())) {
        String[] c = line.split(",", -1);
        statement.execute(
            "insert into houses values ('%s', %s, %s, '%s')"
                .formatted(c[1], c[2].isEmpty() ? "null" : c[2], c[3], c[4]));
      }
    }
    String data = "sql: select town, age, area, sold, 1 as price from houses\nurl: \"%s\"";

    Run run = Run.well("train", job(data.formatted(url)), "--json");

    assertThat(run.json().get("train_rows")).isEqualTo(192);
    assertThat(Run.of("train", job(data.formatted("jdbc:nothing:x"))).err())
        .contains("jdbc:nothing:x");
  }

  @Test
  void parquetIsReadWhereItsModuleIs() throws IOException {
    assumeTrue(
        ServiceLoader.load(FileFormat.class).findFirst().isPresent(),
        "skipped: inlay-parquet is not on the class path");
    Path rows = Path.of("src/test/resources/houses.parquet").toAbsolutePath();

    Run.well("train", job("parquet: %s".formatted(rows)));

    assertThat(
            Run.well("predict", "--model", folder.resolve("job-model"), "--csv", rows)
                .out()
                .lines())
        .hasSize(201);
  }

  @Test
  void whatIsMisunderstoodIsSaidWithItsPlace() throws IOException {
    assertThat(Run.of("train", job("jsnl: a")).err())
        .contains("job.yaml:2")
        .contains("unknown key \"jsnl\" in \"data\"; did you mean \"jsonl\"");
    assertThat(Run.of("train", job("jsonl: a\nseparator: x")).err())
        .contains("\"separator\" stands beside \"jsonl\"");
    assertThat(Run.of("train", job("jsonl: a\ncsv: b")).err()).contains("stands beside");
    assertThat(Run.of("train", job("sql: select 1")).err()).contains("\"data\" lacks \"url\"");
    assertThat(Run.of("train", job("csv: houses.csv\nbad_rows: maybe")).err())
        .contains("\"bad_rows\": wanted fail, skip, or {file: bad.jsonl}, got");
    assertThat(Run.of("train", job("csv: houses.csv\njoin: {file: towns.csv}")).err())
        .contains("\"join\" lacks \"on\"");
    assertThat(Run.of("train", job("csv: houses.csv\njoin: {file: t.csv, on: a, keys: b}")).err())
        .contains("unknown key \"keys\" in \"join\"; did you mean \"key\"");
    assertThat(
            Run.of("train", job("csv: houses.csv\njoin: {file: t.csv, on: a, missing: no}")).err())
        .contains("\"missing\": wanted fail, drop, or values");
    assertThat(Run.of("train", job("test: none")).err()).contains("\"data\" lacks \"csv\"");
  }

  @Test
  void lettersMayBeWrittenInAnotherWay() throws IOException {
    String text = String.join("\n", lines).replace("Bonn", "Köln") + "\n";
    Path rows = folder.resolve("latin.csv");
    Files.write(rows, text.getBytes(StandardCharsets.ISO_8859_1));
    Path model = folder.resolve("model");
    Run utf8 = Run.of(Houses.training(rows, "--charset", "UTF-8", "--model", model));
    assertThat(utf8.err()).contains("is not in the encoding of the format", "give its charset");
    Run.well(Houses.training(rows, "--charset", "windows-1252", "--model", model, "--epochs", 1));

    Run predicted =
        Run.well("predict", "--model", model, "--csv", rows, "--keep", "town", "--json");
    assertThat(predicted.out()).contains("Köln");
  }

  @Test
  void whatIsLeftOutSaysHowItIsUsed() throws IOException {
    StringBuilder text = new StringBuilder("day,note,size,tags\n");
    for (int i = 0; i < 100; i++) {
      text.append(
          "%s,a note on house %d,%d,%s\n"
              .formatted(
                  LocalDate.of(2020, 1, 1).plusDays(i),
                  i,
                  i % 7,
                  i % 3 == 0 ? "a|b" : i % 3 == 1 ? "a|c" : "b|c"));
    }
    Path rows = write("rows.csv", text.toString());

    Run lists =
        Run.well(
            "train",
            "--csv",
            rows,
            "--label",
            "tags",
            "--epochs",
            1,
            "--model",
            folder.resolve("t"));

    assertThat(lists.err() + lists.out())
        .contains(
            "it has dates; to use parts of them say columns: {day: {kind: time, parts: [month,"
                + " weekday]}}",
            "to use their words say columns: {note: text}",
            "looks like lists, and each list is taken for a class of its own");
    Run days =
        Run.well(
            "train",
            "--csv",
            rows,
            "--label",
            "day",
            "--epochs",
            1,
            "--model",
            folder.resolve("d"));
    assertThat(days.err() + days.out()).contains("has 100 different values in 100 rows");
  }
}
