"""What each rule needs, what it concludes from that, and what it must not conclude."""

LIST = "l rdf:first {0} . l rdf:rest m . m rdf:first {1} . m rdf:rest rdf:nil . "
LONG = LIST.replace("rest rdf:nil", "rest n") + "n rdf:first {2} . n rdf:rest rdf:nil . "

# rule, premises, conclusions that follow, conclusions that must not; a clash is written "! a b c".
W3C = [
    ("prp-dom", "p rdfs:domain C . x p y", "x rdf:type C", "y rdf:type C"),
    ("prp-rng", "p rdfs:range C . x p y", "y rdf:type C", "x rdf:type C"),
    ("prp-irp", "p rdf:type owl:IrreflexiveProperty . x p x . x p y", "! x p x", "! x p y"),
    ("prp-symp", "p rdf:type owl:SymmetricProperty . x p y . x q z", "y p x", "z q x"),
    ("prp-asyp", "p rdf:type owl:AsymmetricProperty . x p y . y p x . x p z", "! x p y", "! x p z"),
    ("prp-trp", "p rdf:type owl:TransitiveProperty . x p y . y p z . z p w", "x p z . x p w", "z p x"),
    ("prp-spo1", "p rdfs:subPropertyOf q . x p y . x q z", "x q y", "x p z"),
    ("prp-spo2", "p owl:propertyChainAxiom l . x q y . y r z . " + LIST.format("q", "r"), "x p z", "x p y"),
    (
        "prp-spo2",
        "p owl:propertyChainAxiom l . x q y . y r z . z s w . " + LONG.format("q", "r", "s"),
        "x p w",
        "x p z . y p w",
    ),
    ("prp-eqp1", "p owl:equivalentProperty q . x p y . x q z", "x q y", "y q x . x p z"),
    ("prp-eqp2", "p owl:equivalentProperty q . x q y . x p z", "x p y", "y p x . x q z"),
    ("prp-pdw", "p owl:propertyDisjointWith q . x p y . x q y . z p y", "! x p q", "! z p q"),
    (
        "prp-adp",
        "a rdf:type owl:AllDisjointProperties . a owl:members l . x p y . x r y . z p y . "
        + LONG.format("p", "q", "r"),
        "! x p r",
        "! z p r",
    ),
    ("prp-inv1", "p owl:inverseOf q . x p y", "y q x", "x q y"),
    ("prp-inv2", "p owl:inverseOf q . x q y", "y p x", "x p y"),
    (
        "prp-npa1",
        "n owl:sourceIndividual x . n owl:assertionProperty p . n owl:targetIndividual y . x p y . x p z",
        "! x p y",
        "! x p z",
    ),
    (
        "prp-npa2",
        "n owl:sourceIndividual x . n owl:assertionProperty p . n owl:targetValue y . x p y . x p z",
        "! x p y",
        "! x p z",
    ),
    ("cls-nothing2", "x rdf:type owl:Nothing . y rdf:type C", "! x rdf:type owl:Nothing", "! y rdf:type C"),
    (
        "cls-int1",
        "C owl:intersectionOf l . x rdf:type A . x rdf:type B . x rdf:type D . y rdf:type A . "
        "y rdf:type B . " + LONG.format("A", "B", "D"),
        "x rdf:type C",
        "y rdf:type C",
    ),
    (
        "cls-int2",
        "C owl:intersectionOf l . x rdf:type C . y rdf:type A . " + LIST.format("A", "B"),
        "x rdf:type A . x rdf:type B",
        "y rdf:type B . y rdf:type C",
    ),
    ("cls-uni", "C owl:unionOf l . x rdf:type B . " + LIST.format("A", "B"), "x rdf:type C", "x rdf:type A"),
    ("cls-com", "C owl:complementOf D . x rdf:type C . x rdf:type D . y rdf:type C", "! x C D", "! y C D"),
    (
        "cls-svf1",
        "r owl:someValuesFrom C . r owl:onProperty p . x p y . y rdf:type C . z p w",
        "x rdf:type r",
        "z rdf:type r",
    ),
    (
        "cls-svf2",
        "r owl:someValuesFrom owl:Thing . r owl:onProperty p . x p y . x q z",
        "x rdf:type r",
        "y rdf:type r",
    ),
    (
        "cls-avf",
        "r owl:allValuesFrom C . r owl:onProperty p . x rdf:type r . x p y . z p w",
        "y rdf:type C",
        "w rdf:type C",
    ),
    (
        "cls-hv1",
        "r owl:hasValue v . r owl:onProperty p . x rdf:type r . y rdf:type s . y q v",
        "x p v",
        "y p v . x q v",
    ),
    ("cls-hv2", "r owl:hasValue v . r owl:onProperty p . x p v . y p w", "x rdf:type r", "y rdf:type r"),
    (
        "cls-maxc1",
        "r owl:maxCardinality n . zero n . r owl:onProperty p . x rdf:type r . x p y . z p y",
        "! x r p",
        "! z r p",
    ),
    (
        "cls-maxqc1",
        "r owl:maxQualifiedCardinality n . zero n . r owl:onProperty p . r owl:onClass C . "
        "x rdf:type r . x p y . y rdf:type C . w rdf:type r . w p z",
        "! x r p",
        "! w r p",
    ),
    (
        "cls-maxqc2",
        "r owl:maxQualifiedCardinality n . zero n . r owl:onProperty p . r owl:onClass owl:Thing . "
        "x rdf:type r . x p y . z p y",
        "! x r p",
        "! z r p",
    ),
    (
        "cls-oo",
        "C owl:oneOf l . D owl:unionOf k . k rdf:first z . k rdf:rest rdf:nil . " + LIST.format("x", "y"),
        "x rdf:type C . y rdf:type C",
        "z rdf:type C . z rdf:type D",
    ),
    ("cax-sco", "C rdfs:subClassOf D . x rdf:type C . y rdf:type D", "x rdf:type D", "y rdf:type C"),
    ("cax-eqc1", "C owl:equivalentClass D . x rdf:type C . y rdf:type D", "x rdf:type D", "y rdf:type C"),
    ("cax-eqc2", "C owl:equivalentClass D . x rdf:type D . y rdf:type C", "x rdf:type C", "y rdf:type D"),
    ("cax-dw", "C owl:disjointWith D . x rdf:type C . x rdf:type D . y rdf:type C", "! x C D", "! y C D"),
    (
        "cax-adc",
        "a rdf:type owl:AllDisjointClasses . a owl:members l . x rdf:type A . x rdf:type D . "
        "y rdf:type A . " + LONG.format("A", "B", "D"),
        "! x A D",
        "! y A D . ! x A B",
    ),
    ("dt-type2", "value x D . literal y . known_datatype D", "x rdf:type D", "y rdf:type D"),
    (
        "dt-not-type",
        "literal x . literal y . known_datatype D . x rdf:type D . y rdf:type D . value y D",
        "! x rdf:type D",
        "! y rdf:type D",
    ),
    ("scm-sco", "C rdfs:subClassOf D . D rdfs:subClassOf E", "C rdfs:subClassOf E", "E rdfs:subClassOf C"),
    (
        "scm-eqc1",
        "C owl:equivalentClass D . D rdfs:subClassOf E",
        "C rdfs:subClassOf D . D rdfs:subClassOf C",
        "E rdfs:subClassOf D . C rdfs:subClassOf C",
    ),
    (
        "scm-eqc2",
        "C rdfs:subClassOf D . D rdfs:subClassOf C",
        "C owl:equivalentClass D",
        "C owl:equivalentClass C",
    ),
    (
        "scm-spo",
        "p rdfs:subPropertyOf q . q rdfs:subPropertyOf r",
        "p rdfs:subPropertyOf r",
        "r rdfs:subPropertyOf p",
    ),
    (
        "scm-eqp1",
        "p owl:equivalentProperty q . q rdfs:subPropertyOf r",
        "p rdfs:subPropertyOf q . q rdfs:subPropertyOf p",
        "r rdfs:subPropertyOf q . p rdfs:subPropertyOf p",
    ),
    (
        "scm-eqp2",
        "p rdfs:subPropertyOf q . q rdfs:subPropertyOf p . q rdfs:subPropertyOf r",
        "p owl:equivalentProperty q",
        "q owl:equivalentProperty r . p owl:equivalentProperty p",
    ),
    (
        "scm-dom1",
        "p rdfs:domain C . C rdfs:subClassOf D . E rdfs:subClassOf C",
        "p rdfs:domain D",
        "p rdfs:domain E",
    ),
    (
        "scm-dom2",
        "q rdfs:domain C . p rdfs:subPropertyOf q . q rdfs:subPropertyOf r",
        "p rdfs:domain C",
        "r rdfs:domain C",
    ),
    (
        "scm-rng1",
        "p rdfs:range C . C rdfs:subClassOf D . E rdfs:subClassOf C",
        "p rdfs:range D",
        "p rdfs:range E",
    ),
    (
        "scm-rng2",
        "q rdfs:range C . p rdfs:subPropertyOf q . q rdfs:subPropertyOf r",
        "p rdfs:range C",
        "r rdfs:range C",
    ),
    (
        "scm-hv",
        "C owl:hasValue i . C owl:onProperty p . D owl:hasValue i . D owl:onProperty q . "
        "p rdfs:subPropertyOf q",
        "C rdfs:subClassOf D",
        "D rdfs:subClassOf C",
    ),
    (
        "scm-svf1",
        "C owl:someValuesFrom A . C owl:onProperty p . D owl:someValuesFrom B . D owl:onProperty p . "
        "A rdfs:subClassOf B",
        "C rdfs:subClassOf D",
        "D rdfs:subClassOf C",
    ),
    (
        "scm-svf2",
        "C owl:someValuesFrom A . C owl:onProperty p . D owl:someValuesFrom A . D owl:onProperty q . "
        "p rdfs:subPropertyOf q",
        "C rdfs:subClassOf D",
        "D rdfs:subClassOf C",
    ),
    (
        "scm-avf1",
        "C owl:allValuesFrom A . C owl:onProperty p . D owl:allValuesFrom B . D owl:onProperty p . "
        "A rdfs:subClassOf B",
        "C rdfs:subClassOf D",
        "D rdfs:subClassOf C",
    ),
    (
        "scm-avf2",
        "C owl:allValuesFrom A . C owl:onProperty p . D owl:allValuesFrom A . D owl:onProperty q . "
        "p rdfs:subPropertyOf q",
        "D rdfs:subClassOf C",
        "C rdfs:subClassOf D",
    ),
    (
        "scm-int",
        "C owl:intersectionOf l . " + LIST.format("A", "B"),
        "C rdfs:subClassOf A . C rdfs:subClassOf B",
        "A rdfs:subClassOf C",
    ),
    (
        "scm-uni",
        "C owl:unionOf l . " + LIST.format("A", "B"),
        "A rdfs:subClassOf C . B rdfs:subClassOf C",
        "C rdfs:subClassOf A",
    ),
]
EQUALITY = [
    ("eq-sym", "x owl:sameAs y", "y owl:sameAs x", "x owl:sameAs x"),
    ("eq-trans", "x owl:sameAs y . y owl:sameAs z", "x owl:sameAs z", "z owl:sameAs x"),
    ("eq-rep-s", "x owl:sameAs y . x p z . x q y", "y p z . y q y", "y owl:sameAs y"),
    ("eq-rep-p", "p owl:sameAs q . x p y . x q z", "x q y", "y q x . x p z"),
    ("eq-rep-o", "x owl:sameAs y . z p x . y q x", "z p y . y q y", "x owl:sameAs x"),
    (
        "eq-diff1",
        "x owl:sameAs y . x owl:differentFrom y . z owl:differentFrom z . x owl:sameAs w",
        "! x owl:differentFrom y . ! z owl:differentFrom z",
        "! x owl:differentFrom w",
    ),
    (
        "eq-diff2",
        "a rdf:type owl:AllDifferent . a owl:members l . x owl:sameAs z . " + LONG.format("x", "y", "z"),
        "! x owl:AllDifferent z",
        "! x owl:AllDifferent y",
    ),
    (
        "eq-diff3",
        "a rdf:type owl:AllDifferent . a owl:distinctMembers l . x owl:sameAs z . "
        + LONG.format("x", "y", "z"),
        "! x owl:AllDifferent z",
        "! x owl:AllDifferent y",
    ),
    ("prp-fp", "p rdf:type owl:FunctionalProperty . x p y . x p z", "y owl:sameAs z", "y owl:sameAs y"),
    (
        "prp-ifp",
        "p rdf:type owl:InverseFunctionalProperty . x p z . y p z",
        "x owl:sameAs y",
        "x owl:sameAs x",
    ),
    (
        "prp-key",
        "C owl:hasKey l . x rdf:type C . y rdf:type C . z rdf:type C . x p a . y p a . z p a . "
        "x q b . y q b . z q c . " + LIST.format("p", "q"),
        "x owl:sameAs y",
        "x owl:sameAs z",
    ),
    (
        "cls-maxc2",
        "r owl:maxCardinality n . one n . r owl:onProperty p . x rdf:type r . x p y . x p z . w p y . w p v",
        "y owl:sameAs z",
        "y owl:sameAs v",
    ),
    (
        "cls-maxqc3",
        "r owl:maxQualifiedCardinality n . one n . r owl:onProperty p . r owl:onClass C . x rdf:type r . "
        "x p y . x p z . x p w . y rdf:type C . z rdf:type C",
        "y owl:sameAs z",
        "y owl:sameAs w",
    ),
    (
        "cls-maxqc4",
        "r owl:maxQualifiedCardinality n . one n . r owl:onProperty p . r owl:onClass owl:Thing . "
        "x rdf:type r . x p y . x p z . w p v",
        "y owl:sameAs z",
        "y owl:sameAs v",
    ),
    ("dt-eq", "equal x y", "x owl:sameAs y", "x owl:sameAs x"),
    (
        "dt-diff",
        "x owl:sameAs l . y owl:sameAs m . z owl:sameAs n . literal l . literal m . literal n . equal l m . "
        "equal m l . w owl:sameAs v",
        "x owl:differentFrom z . z owl:differentFrom y",
        "x owl:differentFrom y . x owl:differentFrom x . x owl:differentFrom w",
    ),
    (
        "scm-cls",
        "C rdf:type owl:Class . C owl:sameAs D . E owl:sameAs F",
        "C owl:equivalentClass D",
        "E owl:equivalentClass F . C owl:equivalentClass C",
    ),
    (
        "scm-op",
        "p rdf:type owl:ObjectProperty . p owl:sameAs q . r owl:sameAs s",
        "p owl:equivalentProperty q",
        "r owl:equivalentProperty s . p owl:equivalentProperty p",
    ),
    (
        "scm-dp",
        "p rdf:type owl:DatatypeProperty . p owl:sameAs q . r owl:sameAs s",
        "p owl:equivalentProperty q",
        "r owl:equivalentProperty s . p owl:equivalentProperty p",
    ),
    (
        "dt-diff",
        "x owl:sameAs y . literal x . literal y . x owl:sameAs z . literal z . equal x z",
        "! x owl:sameAs y",
        "! x owl:sameAs z",
    ),
]
TOGETHER = "m sco:hasDirectParticipant {0} . m sco:hasDirectParticipant {1} . "
WITH = "x sco:cooperatesWith y . y sco:cooperatesWith x"
COOPERATIVE = "m rdf:type sco:CooperativeActivity"
INTERNATIONAL = "m rdf:type sco:InternationalActivity"
PARTNERSHIP = "m rdf:type sco:PublicPrivatePartnership"
NOTHING = f"{WITH} . {COOPERATIVE} . {INTERNATIONAL} . {PARTNERSHIP}"
OURS = [
    (
        "leads",
        "t sco:participant x . t sco:participationIn m . t sco:role concept:role-lead . "
        "u sco:participant y . u sco:participationIn m . u sco:role concept:role-partner",
        "x sco:leads m",
        "y sco:leads m",
    ),
    (
        "cooperation",
        TOGETHER.format("x", "y"),
        WITH + " . " + COOPERATIVE,
        INTERNATIONAL + " . " + PARTNERSHIP,
    ),
    ("cooperation", TOGETHER.format("x", "x"), "", "x sco:cooperatesWith x . " + COOPERATIVE),
    ("same-side-agency", TOGETHER.format("x", "y") + "x sco:agencyOf y", "", NOTHING),
    (
        "same-side-unit",
        TOGETHER.format("x", "y") + "x sco:subOrganizationOf w . w sco:subOrganizationOf y",
        "",
        NOTHING,
    ),
    ("same-side-successor", TOGETHER.format("x", "y") + "x sco:replaces w . w sco:replaces y", "", NOTHING),
    ("same-side", TOGETHER.format("x", "y") + "y sco:agencyOf x", "", NOTHING),
    (
        "cooperates-with",
        TOGETHER.format("x", "y") + "n sco:hasDirectParticipant z",
        WITH,
        "x sco:cooperatesWith z",
    ),
    (
        "cooperative-activity",
        TOGETHER.format("x", "y") + "n sco:hasDirectParticipant x",
        COOPERATIVE,
        "n rdf:type sco:CooperativeActivity",
    ),
    (
        "public-private-partnership",
        TOGETHER.format("x", "y") + "x rdf:type sco:PublicActor . y rdf:type sco:Company",
        PARTNERSHIP,
        INTERNATIONAL,
    ),
    (
        "public-private-partnership",
        TOGETHER.format("x", "x") + "x rdf:type sco:PublicActor . x rdf:type sco:Company",
        "",
        PARTNERSHIP,
    ),
    (
        "partner-of",
        "t sco:partner x . t sco:partner y . u sco:partner z",
        "x sco:partnerOf y . y sco:partnerOf x",
        "x sco:partnerOf x . x sco:partnerOf z",
    ),
    (
        "from-state",
        TOGETHER.format("x", "y") + "x rdf:type sco:State . y rdf:type sco:State",
        INTERNATIONAL,
        "",
    ),
    (
        "from-state",
        TOGETHER.format("x", "y") + "x sco:agencyOf s . s rdf:type sco:State . y sco:basedIn t",
        INTERNATIONAL,
        PARTNERSHIP,
    ),
    (
        "international-activity",
        TOGETHER.format("x", "y") + "x sco:agencyOf s . s rdf:type sco:State . y sco:basedIn s",
        COOPERATIVE,
        INTERNATIONAL,
    ),
    (
        "international-activity",
        TOGETHER.format("x", "y") + "x sco:basedIn s . y sco:basedIn t . s sco:replaces t",
        COOPERATIVE,
        INTERNATIONAL,
    ),
    (
        "international-activity",
        TOGETHER.format("x", "y") + "x rdf:type sco:IntergovernmentalOrganization",
        INTERNATIONAL,
        "",
    ),
    ("part-of-itself", "x sco:partOf x . x sco:partOf y", "! x sco:partOf x", "! y sco:partOf y"),
    (
        "unit-of-itself",
        "x sco:subOrganizationOf x . x sco:subOrganizationOf y",
        "! x sco:subOrganizationOf x",
        "! y sco:subOrganizationOf y",
    ),
    ("replaces-itself", "x sco:replaces x . x sco:replaces y", "! x sco:replaces x", "! y sco:replaces y"),
    (
        "implements-itself",
        "x sco:implements x . x sco:implements y",
        "! x sco:implements x",
        "! y sco:implements y",
    ),
    ("member-of-itself", "x sco:memberOf x . y sco:memberOf x", "! x sco:memberOf x", "! y sco:memberOf x"),
    (
        "crew-on-robotic-mission",
        "t sco:assignedTo m . m rdf:type sco:RoboticMission . "
        "u sco:assignedTo n . n rdf:type sco:CrewedMission",
        "! m t sco:RoboticMission",
        "! n u sco:RoboticMission",
    ),
]
