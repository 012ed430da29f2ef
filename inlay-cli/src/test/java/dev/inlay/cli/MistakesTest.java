package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes of users: each message says where and what to do, and no stack trace is shown. */
class MistakesTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    Path houses = Houses.write(folder, 200);
    model = folder.resolve("model");
    Run.well(Houses.training(houses, "--drop", "price", "--epochs", 1, "--model-dir", model));
    Files.writeString(folder.resolve("empty.csv"), "");
    Files.writeString(folder.resolve("header.csv"), "town,age,area\n");
    Files.writeString(folder.resolve("twice.csv"), "a,a\n1,2\n");
    Files.writeString(folder.resolve("short.csv"), "a,b\n1,2\n3\n");
    Files.writeString(folder.resolve("lacks.csv"), "town,Area\nBonn,80\n");
    Files.writeString(folder.resolve("text.csv"), "town,age,area\nBonn,10,80\nBonn,old,80\n");
    Files.writeString(folder.resolve("labels.csv"), "town,age,area,sold\nBonn,1,80,perhaps\n");
    Files.writeString(folder.resolve("points.csv"), "a;b\n1;x\n2;y\n");
    Files.writeString(folder.resolve("plain.csv"), "1,x\n2,y\n3,x\n");
    Files.writeString(folder.resolve("nameless.csv"), ",b\n0,x\n1,y\n");
    Files.writeString(folder.resolve("few.csv"), "a,b\n1,x\n2,y\n");
    Files.writeString(folder.resolve("numbers.csv"), "1,1,x\n2,3,y\n");
    Files.writeString(folder.resolve("same.csv"), "a,b\n1,x\n2,x\n");
  }

  private static void refused(Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .contains("error: ")
        .contains(parts)
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data: houses.csv^lable: sold | job.yaml:2:1 | unknown key "lable"; did you mean "label"?
          data: houses.csv^label: sold^training: {epoch: 3} | job.yaml:3:12 | unknown key "epoch" in "training"; did you mean "epochs"?
          data: houses.csv^label: sold^training: {learning_rate: 0.1} | job.yaml:3:12 | unknown key "learning_rate" in "training"; write optimizer: {learning_rate: …}
          data: houses.csv^label: sold^training: {lr: 0.1} | job.yaml:3:12 | write optimizer: {learning_rate: …}
          data: houses.csv^label: sold^training: {optimizer: {kind: sgd, lr: 1}} | job.yaml:3:35 | did you mean "learning_rate"?
          data: houses.csv^label: sold^epochs: 3 | job.yaml:3:1 | unknown key "epochs"; write training: {epochs: …}
          data: houses.csv^label: sold^hidden: [8] | job.yaml:3:1 | write model: {hidden: …}
          data: houses.csv^label: sold^training: {epochs: many} | job.yaml:3:20 | wanted a whole number of 1 or more, got the text "many"
          data: houses.csv^label: sold^training: {epochs: 0} | job.yaml:3:20 | wanted a whole number of 1 or more, got the number 0
          data: houses.csv^label: sold^model: deep | job.yaml:3:8 | wanted one of linear, dnn, wide_deep, simple_rnn, gru, lstm, got "deep"
          data: houses.csv^label: sold^model: {dropout: 2} | job.yaml:3:18 | wanted a number from 0.0 to 0.99, got the number 2
          data: houses.csv^label: sold^training: {optimizer: adm} | job.yaml:3:23 | did you mean "adam"?
          data: houses.csv^label: sold^columns: {age: {kind: hash}} | job.yaml:3:16 | column "age" lacks "buckets"; say how many
          data: houses.csv^label: sold^columns: {age: {boundaries: [3, 2]}} | job.yaml:3:29 | boundaries rise
          data: houses.csv^label: sold^columns: {aeg: numeric} | houses.csv | no column "aeg", which is named in column "aeg" of "columns"; did you mean "age"?
          data: houses.csv^label: sold^columns: {town: numeric} | houses.csv:2 | is not a number
          data: houses.csv^label: sold^columns: {c: {columns: [town, area], buckets: 9}} | cross "c" | add a bucketized column and cross that
          data: houses.csv^label: sold^drop: [prize] | houses.csv | did you mean "price"?
          data: houses.csv^label: Sold | houses.csv | no column "Sold", which is the label; did you mean "sold"?
          data: houses.csv^label: {column: sold, positive: ja} | the label "sold" never is "ja" | its values are [no, yes]
          data: {csv: houses.csv, test: {every: 5, fraction: 0.2}}^label: sold | job.yaml:1:52 | give one of them
          data: {csv: houses.csv, separator: ";;"}^label: sold | job.yaml:1:36 | one character
          data: {csv: nosuch.csv}^label: sold | nosuch.csv | no such file
          data: {csv: "no*.csv"}^label: sold | matches "no*.csv" | no file
          data: [houses.csv^label: sold | job.yaml:2 | this is not YAML
          data: houses.csv^data: houses.csv^label: sold | job.yaml:2:1 | "data" stands twice
          label: sold | job.yaml | "data" lacks "csv"
          data: houses.csv | job.yaml | add the line "label: COLUMN"
          data: empty.csv^label: a | empty.csv | empty; wanted a header line
          data: header.csv^label: town | header.csv | no rows
          data: twice.csv^label: a | twice.csv | two columns have the name "a"; rename one
          data: short.csv^label: a | short.csv:3 | 1 cells, but there are 2 columns
          data: {csv: houses.csv, test: none}^label: sold^drop: [town, age, area, price] | no column is left to learn from | say what to make of them in "columns"
          data: points.csv^label: b | points.csv: no column "b" | give --separator ";"
          data: plain.csv^label: b | plain.csv: no column "b" | if the first line is a row already, name the columns with --header, or header:
          data: nameless.csv^label: b | nameless.csv: column 1 of 2 has no name | name all columns yourself
          data: {csv: houses.csv, test: 0.2}^label: sold | job.yaml:1:31 | wanted {fraction: 0.2} or {every: 5}, got the number 0.2
          data: houses.csv^label: sold^training: {validation: 0.1} | job.yaml:3:24 | wanted {fraction: 0.2} or {every: 5}
          data: houses.csv^label: sold^drop: town, age | no column "town, age" | write several as a list, [town, age]
          data: houses.csv^label: sold^training: {class_weights: {y: 2}} | "class_weights" are for [y] | the classes are [no, yes]
          data: {csv: houses.csv, charset: latin}^label: sold | job.yaml:1:34 | wanted the name of a charset, such as windows-1252
          data:^\tcsv: houses.csv^label: sold | job.yaml:1 | a tab; indent with spaces
          data: houses.csv^label: price^training: {weight: price} | column "price" is the label and the "weight" of rows | name another column
          data: houses.csv^label: sold^columns: {town: {embedding: 3}} | unknown key "embedding" in "town" | write {kind: vocabulary, embedding: …}
          data: houses.csv^label: sold^columns: {town: {buckets: 30}} | unknown key "buckets" in "town" | write {kind: hash, buckets: …}
          data: houses.csv^label: sold^columns: {age: {missing: never}} | job.yaml:3:26 | wanted mean, median, drop, zero, learn or a number, got the text "never"
          data: {csv: houses.csv, join: {file: same.csv, on: twon, key: a}}^label: sold | the rows can't be joined by "twon" | there are [id, town, age
          data: {sql: select 1, url: "jdbc:nothing:x"}^label: sold | no JDBC driver takes the address "jdbc:nothing:x" | INLAY_CLASSPATH
          data: few.csv^label: b | 2 rows are too few to keep some of them apart (20% of the rows, drawn at random) | test: none
          data: numbers.csv^label: b | two columns have the name "1" | name all columns yourself
          data: same.csv^label: b | the label "b" has the same value "x" in all rows | nothing to predict
          """)
  void inJobs(String job, String place, String repair) throws IOException {
    Path yaml = folder.resolve("job.yaml");
    Files.writeString(yaml, job.replace('^', '\n').replace("\\t", "\t") + "\n");
    refused(Run.of("train", yaml, "--model-dir", folder.resolve("never")), place, repair);
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @Test
  void inUsage() {
    refused(Run.of("train"), "--csv FILE --label COLUMN");
    refused(Run.of("trian"), "trian", "see inlay --help");
    refused(Run.of("train", "--epoks", "3"), "--epoks", "see inlay train --help");
    refused(Run.of("train", folder.resolve("no.yaml")), "no.yaml: no such file");
    refused(Run.of("predict", "--csv", "x.csv"), "--model");
    refused(
        Run.of("train", "--csv", folder.resolve("points.csv"), "--label", "b", "--separator", ";;"),
        "separator \";;\"",
        "give one character");
    Path houses = folder.resolve("houses.csv");
    refused(
        Run.of("train", houses),
        "houses.csv is data, and a job is wanted",
        "--csv %s --label COLUMN".formatted(houses));
    refused(
        Run.of("train", "--csv", houses, "--label", "sold", "--drop", "town,age"),
        "no column \"town,age\"",
        "or each as an option of its own");
    refused(Run.of("train", "--csv", folder, "--label", "sold"), folder + " is a folder");
  }

  @Test
  void inRowsToPredict() {
    refused(
        Run.of("predict", "--model", model, "--csv", folder.resolve("lacks.csv")),
        "lacks.csv lacks columns that the model reads: \"age\", \"area\"");
    refused(
        Run.of("predict", "--model", model, "--csv", folder.resolve("text.csv")),
        "text.csv:3: column \"age\": \"old\" is not a number");
    refused(
        Run.of("predict", "--model", model, "--csv", folder.resolve("nosuch.csv")),
        "nosuch.csv",
        "no such file");
    refused(
        Run.of(
            "predict", "--model", model, "--csv", folder.resolve("houses.csv"), "--keep", "twon"),
        "no column \"twon\"; did you mean \"town\"?");
    refused(
        Run.of("predict", "--model", folder, "--csv", folder.resolve("houses.csv")),
        "is no model directory",
        "inlay train");
  }

  @Test
  void inWhereAModelGoes() {
    Path houses = folder.resolve("houses.csv");
    for (Path onto : List.of(houses, houses.resolve("model"))) {
      refused(
          Run.of(Houses.training(houses, "--model-dir", onto)),
          "the model can't be written to " + onto,
          houses + " is a file; give another --model-dir");
    }
    Run onFolder = Run.of("train", folder);
    assertThat(onFolder.code()).isEqualTo(1);
    assertThat(onFolder.err()).contains(folder + " can't be read: Is a directory");
  }

  @Test
  void inWherePredictionsGo() {
    Path houses = folder.resolve("houses.csv");
    Path missing = folder.resolve("missing/predictions.csv");
    refused(
        Run.of("predict", "--model", model, "--csv", houses, "--output", missing),
        missing + ": there is no folder " + missing.getParent() + "; make it first");
    Path json = folder.resolve("predictions.json");
    refused(
        Run.of("predict", "--model", model, "--csv", houses, "--output", json),
        json + ": predictions are written as CSV",
        "into a file that ends in .jsonl");
    assertThat(json).doesNotExist();
    Run onto = Run.of("predict", "--model", model, "--csv", houses, "--output", folder);
    assertThat(onto.code()).isEqualTo(1);
    assertThat(onto.err()).contains(folder + ": is a folder; name a file in it");
  }

  @Test
  void whatNobodyCanReadAnyMoreIsNotLostInSilence() {
    var closed = new PipedWriter();
    var err = new StringWriter();
    String[] words = {"predict", "--model", model.toString(), "--csv", folder + "/houses.csv"};
    int code = Main.run(words, new PrintWriter(closed), new PrintWriter(err), false);
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains("predictions can't be written to standard output")
        .contains("it was closed, or its disk is full");
    String[] help = {"--help"};
    assertThat(Main.run(help, new PrintWriter(closed), new PrintWriter(err), false)).isEqualTo(1);
    assertThat(err.toString()).contains("error: standard output was closed, or its disk is full");
  }

  @Test
  void inRowsToMeasure() {
    refused(
        Run.of("evaluate", "--model", model, "--csv", folder.resolve("labels.csv")),
        "label \"sold\", row 1: \"perhaps\" is none of the classes [no, yes]");
    refused(
        Run.of("evaluate", "--model", model, "--csv", folder.resolve("text.csv")),
        "text.csv lacks a column that the model reads: \"sold\"");
  }

  @Test
  void inDamagedModels() throws IOException {
    Path damaged = folder.resolve("damaged");
    Files.createDirectory(damaged);
    Files.writeString(damaged.resolve("model.json"), "{\"format\": 1, \"rows\": 2}");
    refused(Run.of("summary", "--model", damaged), "model.json has format 1", "train anew");
    Files.writeString(damaged.resolve("model.json"), "{");
    refused(Run.of("summary", "--model", damaged), "model.json, line 1");
    Files.copy(
        model.resolve("model.json"),
        damaged.resolve("model.json"),
        StandardCopyOption.REPLACE_EXISTING);
    refused(Run.of("summary", "--model", damaged), "no trained weights");
  }

  @Test
  void showTheirPlaceInTheProgramOnRequest() {
    Run run = Run.of("summary", "--model", folder.resolve("nothing"), "--debug");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("\tat dev.inlay.cli");
  }
}
